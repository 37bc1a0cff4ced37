import type { Result } from '../../result.js';
import { Layout, packagePath, seen, Verdict } from '../layout.js';

/** What there is of a result: where its report is, and its data. */
export function ResultPage({ id, result }: { id: number; result: Result }) {
  const { release, verdict, source, provenance } = result;
  const attested = provenance?.attestations.length ?? 0;
  return (
    <Layout title={`${seen(release.name)} ${seen(release.version)}`} at="/packages">
      <p class="lead">
        <Verdict kind={verdict.kind} level={verdict.level} /> {seen(verdict.summary)}
      </p>
      <dl>
        <dt>Integrity</dt>
        <dd>
          <code>{seen(release.integrity)}</code>
        </dd>
        <dt>Source</dt>
        <dd>
          {source === null ? (
            'not found'
          ) : (
            <code>
              {seen(source.repository)} {seen(source.commit)}
            </code>
          )}
        </dd>
        <dt>Verified</dt>
        <dd>
          {seen(result.verifiedAt)} by reprove {seen(result.reprove)}
        </dd>
      </dl>
      <ul>
        <li>
          <a href={`/results/${id}/report`}>The full report</a>
        </li>
        <li>
          <a href={`/api/v1/results/${id}`}>The result as JSON</a>
        </li>
        <li>
          <a href={`/api/v1/results/${id}/attestations`}>
            {attested === 0 ? 'Attestations: the registry has none' : `Attestations: ${attested}`}
          </a>
        </li>
        <li>
          <a href={packagePath(release.name)}>All results of {seen(release.name)}</a>
        </li>
      </ul>
      <h2>Findings</h2>
      {result.findings.length === 0 ? <p>None.</p> : ''}
      <ul class="findings">
        {result.findings.slice(0, shownFindings).map((one) => (
          <li class={one.severity}>
            <strong>
              {one.severity}: {seen(one.title)}
            </strong>{' '}
            {seen(one.message)}
          </li>
        ))}
      </ul>
      {result.findings.length > shownFindings && (
        <p>{result.findings.length - shownFindings} more are in the full report.</p>
      )}
    </Layout>
  );
}

const shownFindings = 50;
