import type { findingsPage } from '../data.js';
import { Layout, Pager, packagePath, seen, Verdict } from '../layout.js';

interface FindingsProps {
  page: number;
  limit: number;
  signal: string;
  severity: string;
  package: string;
}

const severities = ['high', 'medium', 'low', 'info'];

/** What signals found in the newest result of each release. */
export function Findings({
  findings,
  total,
  signals,
  page,
  limit,
  signal,
  severity,
  package: name,
}: Awaited<ReturnType<typeof findingsPage>> & FindingsProps) {
  const query = Object.fromEntries(
    Object.entries({ signal, severity, package: name }).filter(([, value]) => value !== ''),
  );
  return (
    <Layout title="Findings" at="/findings">
      <form action="/findings" method="get" class="filters">
        <label for="signal">Signal</label> <Select id="signal" values={signals} chosen={signal} />{' '}
        <label for="severity">Severity</label> <Select id="severity" values={severities} chosen={severity} />{' '}
        <label for="package">Name of the package</label>{' '}
        <input id="package" name="package" value={name} maxlength={214} /> <button type="submit">Show</button>
      </form>
      <ul class="findings">
        {findings.map((one) => (
          <li class={one.severity}>
            <p>
              <strong>
                {one.severity}: {seen(one.title)}
              </strong>{' '}
              <code>{one.signal}</code>
            </p>
            <p>
              <a href={packagePath(one.name)}>{seen(one.name)}</a>{' '}
              <a href={`/results/${one.resultId}`}>{seen(one.version)}</a> <Verdict kind={one.verdict} />
              {one.path !== null && (
                <>
                  {' '}
                  <code>
                    {seen(one.path)}
                    {one.line === null ? '' : `:${one.line}`}
                  </code>
                </>
              )}
            </p>
            <p>{seen(one.message)}</p>
          </li>
        ))}
      </ul>
      <Pager total={total} page={page} limit={limit} path="/findings" query={query} />
    </Layout>
  );
}

function Select({ id, values, chosen }: { id: string; values: readonly string[]; chosen: string }) {
  return (
    <select id={id} name={id}>
      <option value="">any</option>
      {values.map((value) => (
        <option value={value} selected={value === chosen}>
          {seen(value)}
        </option>
      ))}
    </select>
  );
}
