import type { Change } from '../../batch/store/changes.js';
import type { changesPage, runPage, runsPage } from '../data.js';
import { Layout, Pager, packagePath, seen, time, Verdict } from '../layout.js';

interface Paged {
  page: number;
  limit: number;
}

/** All runs. */
export function Runs({ runs, total, page, limit }: Awaited<ReturnType<typeof runsPage>> & Paged) {
  return (
    <Layout title="Runs" at="/runs">
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Started (UTC)</th>
            <th scope="col">Inputs</th>
            <th scope="col">Came to</th>
            <th scope="col">Ended with</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr>
              <td>
                <a href={`/runs/${run.id}`}>{run.id}</a>
              </td>
              <td>{time(run.startedAt)}</td>
              <td>{seen(run.inputs, 200)}</td>
              <td>
                {Object.entries(run.verdicts).map(([kind, amount]) => (
                  <>
                    {amount} <Verdict kind={kind} />{' '}
                  </>
                ))}
                {run.failed > 0 && `${run.failed} failed `}
                {run.waiting > 0 && `${run.waiting} waiting `}
                {run.notVerified > 0 && `${run.notVerified} not verified`}
              </td>
              <td>{run.endedAt === null ? 'not ended' : run.exitCode}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager total={total} page={page} limit={limit} path="/runs" />
    </Layout>
  );
}

/** One run, with what it consists of. */
export function Run({
  run,
  dependencies,
  total,
  page,
  limit,
  since,
}: Awaited<ReturnType<typeof runPage>> & Paged & { since: number | null }) {
  return (
    <Layout title={`Run ${run.id}`} at="/runs">
      <p>
        {seen(run.inputs, 500)}, started {time(run.startedAt)} UTC,{' '}
        {run.endedAt === null ? 'not ended' : `ended ${time(run.endedAt)} with ${run.exitCode}`}. Rules{' '}
        <code>{seen(run.rules)}</code>.
      </p>
      {since !== null && (
        <p>
          <a href={`/runs/${run.id}/changes?since=${since}`}>What changed since run {since}</a>
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">Release</th>
            <th scope="col">Verdict</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {dependencies.map((one) => (
            <tr>
              <td>
                {one.resultId === null ? (
                  `${seen(one.name)} ${seen(one.version)}`
                ) : (
                  <a href={`/results/${one.resultId}`}>{`${seen(one.name)} ${seen(one.version)}`}</a>
                )}
                {one.alias !== null && ` (as ${seen(one.alias)})`}
              </td>
              <td>
                {one.verdict === null ? one.state : <Verdict kind={one.verdict} level={one.level} />}
                {one.reused && <span class="dim"> known</span>}
              </td>
              <td>{seen(one.summary ?? one.errorMessage ?? one.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager total={total} page={page} limit={limit} path={`/runs/${run.id}`} />
    </Layout>
  );
}

/** What changed between two. */
export function Changes({ since, run, changes }: Awaited<ReturnType<typeof changesPage>>) {
  return (
    <Layout title={`Run ${run} since run ${since}`} at="/runs">
      {changes.length === 0 ? <p>Nothing changed.</p> : ''}
      <ul class="plain">
        {changes.slice(0, shownChanges).map((change) => (
          <li>
            <a href={packagePath(change.name)}>{seen(change.name)}</a>{' '}
            {change.before === null || change.before === change.version
              ? seen(change.version)
              : `${seen(change.before)} → ${seen(change.version)}`}
            : <ChangeWords change={change} />
          </li>
        ))}
      </ul>
      {changes.length > shownChanges && <p>{changes.length - shownChanges} more: see the API.</p>}
    </Layout>
  );
}

const shownChanges = 500;

function ChangeWords({ change }: { change: Change }) {
  switch (change.kind) {
    case 'verdict':
      return (
        <>
          {change.direction}: {change.from === null ? 'new' : <Verdict kind={change.from} />} →{' '}
          <Verdict kind={change.to} /> {seen(change.summary)}
        </>
      );
    case 'phantoms':
      return (
        <>
          new phantoms:{' '}
          {change.paths
            .slice(0, 20)
            .map((path) => seen(path))
            .join(', ')}
        </>
      );
    case 'publisher':
      return (
        <>
          publisher {seen(change.from)} → {seen(change.to)}
        </>
      );
    case 'provenance-lost':
      return <>provenance was verified, and is {change.now === 'none' ? 'absent' : seen(change.now)} now</>;
    case 'tag-moved':
      return (
        <>
          tag {seen(change.tag)} of {seen(change.repository)} was seen at{' '}
          {change.commits.map((commit) => seen(commit.slice(0, 12))).join(' and ')}
        </>
      );
  }
}
