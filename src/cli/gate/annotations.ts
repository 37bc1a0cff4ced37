import { stops } from '../../gate/gate.js';
import type { GateResult } from '../../gate/schema.js';
import { escapeText } from '../../report/escape.js';

/** GitHub shows ten annotations of a step. */
const most = 10;

/** What stopped a release, as workflow commands of GitHub. Nothing of a package can end a command and begin another. */
export function annotations({ packages }: GateResult): string[] {
  return packages
    .flatMap(({ name, version, findings, result, passed }) => {
      if (passed) return [];
      const own = findings
        .filter(stops)
        .map(({ title, message, path, line }) => ({ title, message, path, line }));
      const verdict = result?.verdict;
      if (verdict === undefined || verdict.kind === 'reproduced') return own;
      return [
        { title: `${verdict.kind}: ${name} ${version}`, message: verdict.summary, path: null, line: null },
        ...own,
      ];
    })
    .slice(0, most)
    .map(({ title, message, path, line }) => {
      const place = [
        ...(path === null ? [] : [`file=${property(path)}`]),
        ...(line === null ? [] : [`line=${line}`]),
        `title=${property(title)}`,
      ];
      return `::error ${place.join(',')}::${data(message)}`;
    });
}

/** As GitHub's own toolkit writes them. */
const data = (text: string): string =>
  escapeText(text, 1_000).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
