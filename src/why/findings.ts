import type { Case, Cause, CauseName, Facts, Recognised } from './cause.js';
import { causes } from './causes/index.js';
import type { TextChange } from './changes.js';
import type { CauseFound, Seen } from './schema.js';

/** What was found so far: causes with the entries that they explain, and entries that none does. */
export interface Findings {
  found: Map<CauseName, { cause: Cause; seen: Seen[]; proof: Recognised['proof']; details: Set<string> }>;
  unexplained: Seen[];
  /** Rows of the ordinary build that a cause changes, by entry. */
  rows: Map<string, { cause: Cause; rows: readonly TextChange[] }[]>;
}

export const noFindings = (): Findings => ({ found: new Map(), unexplained: [], rows: new Map() });

const rank = { experiment: 2, bytes: 1, likely: 0 } as const;

/** Adds what explains an entry. Of the release, places that earlier experiments explain are theirs; what is left over is told as such. */
export function explain(one: Case, facts: Facts, findings: Findings): void {
  const isText = one.changes.length > 0;
  let left = one.changes;
  let whole = false;
  const add = (cause: Cause, { proof, detail, covers }: Recognised) => {
    const at = findings.found.get(cause.name) ?? { cause, seen: [], proof, details: new Set() };
    // Of several entries, the weakest proof is the one that the cause as a whole has.
    if (rank[proof] < rank[at.proof]) at.proof = proof;
    if (detail !== undefined) at.details.add(detail);
    at.seen.push(seenOf(one, covers ?? left));
    findings.found.set(cause.name, at);
    if (covers === undefined) whole = true;
    else left = left.filter((change) => !covers.includes(change));
  };
  if (one.against === 'release') {
    for (const { cause, rows } of findings.rows.get(one.path) ?? []) {
      const covers = left.filter((change) => rows.some((other) => overlap(change, other)));
      if (covers.length > 0) add(cause, { proof: 'experiment', covers });
      // Of what is no text, that it varies is all that can be seen.
      else if (!isText && one.before !== null && one.now !== null) add(cause, { proof: 'likely' });
    }
  }
  for (const likely of [false, true]) {
    for (const cause of causes) {
      if (whole || (isText && left.length === 0)) break;
      const found = cause.recognise({ ...one, changes: left }, facts);
      if (found === null || (found.proof === 'likely') !== likely) continue;
      add(cause, found);
      if (one.against !== 'release')
        findings.rows.set(one.path, [...(findings.rows.get(one.path) ?? []), { cause, rows: one.changes }]);
    }
  }
  if (!whole && (left.length > 0 || !isText)) findings.unexplained.push(seenOf(one, left));
}

const overlap = (one: TextChange, other: TextChange): boolean =>
  one.rows[0] <= other.rows[1] && other.rows[0] <= one.rows[1];

/** Units of a sample. */
const shown = 200;

function seenOf({ path, against, variations }: Case, changes: readonly TextChange[]): Seen {
  const [first] = changes;
  return {
    path,
    against,
    variations: [...variations],
    sample:
      first === undefined
        ? null
        : { line: first.line, before: first.before.slice(0, shown), now: first.now.slice(0, shown) },
  };
}

/** The causes as they are told, those that are proven first. */
export function causesFound({ found }: Findings, facts: Facts): CauseFound[] {
  const told = [...found.values()].map(({ cause, seen, proof, details }): CauseFound => {
    const places = cause.signs === undefined ? [] : facts.files.find(cause.signs);
    const paths = [...new Set(seen.map(({ path }) => path))];
    const { tools } = facts.files;
    return {
      cause: cause.name,
      title: cause.title,
      entries: seen,
      places,
      tool: places.length === 0 && cause.byTools && tools.length > 0 ? tools.slice(0, 5).join(', ') : null,
      proof,
      detail: details.size === 0 ? null : [...details].slice(0, 5).join('; '),
      fix: cause.fix({ places, paths }, facts),
    };
  });
  return told.sort((left, right) => rank[right.proof] - rank[left.proof]);
}
