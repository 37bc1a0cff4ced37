import type { overview } from '../data.js';
import { Layout, seen, time, Verdict } from '../layout.js';

const order = ['suspicious', 'differs', 'inconclusive', 'inert', 'reproduced'] as const;
type Runs = Awaited<ReturnType<typeof overview>>['runs'];

/** How everything stands. */
export function Overview({ verdicts, runs }: Awaited<ReturnType<typeof overview>>) {
  return (
    <Layout title="Overview" at="/">
      <h2>Releases by their newest result</h2>
      <ul class="tiles">
        {order.map((kind) => (
          <li>
            <strong>{verdicts[kind] ?? 0}</strong> <Verdict kind={kind} />
          </li>
        ))}
      </ul>
      <h2>Last runs</h2>
      {runs.length === 0 ? <p>No run was made yet: start with reprove batch.</p> : <Trend runs={runs} />}
      <ol class="plain">
        {runs.slice(0, 10).map(({ id, inputs, startedAt, exitCode, endedAt }) => (
          <li>
            <a href={`/runs/${id}`}>Run {id}</a> {time(startedAt)} {seen(inputs, 120)}:{' '}
            {endedAt === null ? 'not ended' : exitCode === 0 ? 'passed' : `ended with ${exitCode}`}
          </li>
        ))}
      </ol>
    </Layout>
  );
}

const height = 120;
const bar = 18;

/** A bar for each run, oldest first: what passed below, what did not above. */
function Trend({ runs }: { runs: Runs }) {
  const bars = runs.toReversed().map(({ id, verdicts, failed }) => {
    const { reproduced = 0, inert = 0, differs = 0, suspicious = 0, inconclusive = 0 } = verdicts;
    return { id, good: reproduced + inert, open: inconclusive + failed, bad: differs + suspicious };
  });
  const most = Math.max(1, ...bars.map(({ good, open, bad }) => good + open + bad));
  const scale = (amount: number) => Math.round((amount / most) * height);
  const newest = bars.at(-1)!;
  const words = `Trend over ${bars.length} runs; the newest: ${newest.good} passed, ${newest.open} open, ${newest.bad} did not pass`;
  return (
    <svg
      class="trend"
      preserveAspectRatio="xMinYMax"
      viewBox={`0 0 ${bars.length * bar} ${height}`}
      role="img"
      aria-label={words}
    >
      {bars.map(({ good, open, bad }, at) => {
        const [one, two, three] = [scale(good), scale(open), scale(bad)];
        const place = { x: at * bar + 2, width: bar - 4 };
        return (
          <g>
            <rect class="good" {...place} y={height - one} height={one} />
            <rect class="open" {...place} y={height - one - two} height={two} />
            <rect class="bad" {...place} y={height - one - two - three} height={three} />
          </g>
        );
      })}
    </svg>
  );
}
