import type { packagePage, packagesPage } from '../data.js';
import { Layout, Pager, packagePath, seen, time, Verdict } from '../layout.js';

interface Paged {
  page: number;
  limit: number;
}

/** Packages with the newest result of each. */
export function Packages({
  packages,
  total,
  page,
  limit,
  search,
}: Awaited<ReturnType<typeof packagesPage>> & Paged & { search: string }) {
  return (
    <Layout title={search === '' ? 'Packages' : `Packages with “${seen(search)}”`} at="/packages">
      <table>
        <thead>
          <tr>
            <th scope="col">Package</th>
            <th scope="col">Newest result</th>
            <th scope="col">Verdict</th>
            <th scope="col">Verified (UTC)</th>
          </tr>
        </thead>
        <tbody>
          {packages.map((one) => (
            <tr>
              <td>
                <a href={packagePath(one.name)}>{seen(one.name)}</a>
              </td>
              <td>
                <a href={`/results/${one.resultId}`}>{seen(one.version)}</a>
              </td>
              <td>
                <Verdict kind={one.verdict} level={one.level} />
              </td>
              <td>{time(one.verifiedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager
        total={total}
        page={page}
        limit={limit}
        path="/packages"
        query={search === '' ? {} : { search }}
      />
    </Layout>
  );
}

/** One package over time. */
export function Package({
  name,
  results,
  total,
  page,
  limit,
}: Awaited<ReturnType<typeof packagePage>> & Paged) {
  return (
    <Layout title={seen(name)} at="/packages">
      <p>
        <img
          src={`/badge/${encodeURIComponent(name)}.svg`}
          alt={`Badge of the newest result of ${seen(name)}`}
        />
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Verdict</th>
            <th scope="col">Source</th>
            <th scope="col">Publisher</th>
            <th scope="col">Provenance</th>
            <th scope="col">Verified (UTC)</th>
          </tr>
        </thead>
        <tbody>
          {results.map((one) => (
            <tr>
              <td>
                <a href={`/results/${one.resultId}`}>{seen(one.version)}</a>
              </td>
              <td>
                <Verdict kind={one.verdict} level={one.level} />
                {one.highFindings > 0 && ` ${one.highFindings} high`}
              </td>
              <td>
                {one.repository === null
                  ? 'not found'
                  : `${seen(one.repository, 120)} ${seen(one.ref ?? one.commit?.slice(0, 12))}`}
              </td>
              <td>{seen(one.publisher)}</td>
              <td>{one.provenance}</td>
              <td>{time(one.verifiedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager total={total} page={page} limit={limit} path={packagePath(name)} />
    </Layout>
  );
}
