import type { Archive } from '../archive/schema.js';
import type { Comparison } from '../compare/schema.js';
import type { Rebuild } from '../sandbox/schema.js';
import { isWhole } from '../sandbox/whole.js';
import type { Source, SourceFailure } from '../source/schema.js';
import { causeOfNoRebuild, causeOfSourceFailure } from './causes.js';
import { leftovers } from './leftovers.js';
import { levelOf } from './level.js';
import type { Reachability } from './reachability.js';
import { recipeSentence, recipeUse } from './recipe-use.js';
import type { Finding, InconclusiveCause, Verdict } from './schema.js';
import type { Trick } from './tricks.js';

/** What a verdict is made from; plain data. */
export interface VerdictInput {
  archive: Archive;
  /** Null when there was nothing to compare with. */
  comparison: Comparison | null;
  source: Source | null;
  sourceFailure: SourceFailure | null;
  rebuilds: readonly Rebuild[];
  /** What kept the pipeline from rebuilding: no plan, no sandbox, not asked to; null when it rebuilt or had no need to. */
  obstacle: InconclusiveCause | null;
  findings: readonly Finding[];
  reachability: Reachability;
  tricks: readonly Trick[];
  manifestFile: string;
}

type Conclusion = Pick<Verdict, 'kind' | 'summary'> & Partial<Verdict>;

const count = (number: number, what: string, many = `${what}s`) => `${number} ${number === 1 ? what : many}`;

/** At most three names for a summary. */
const some = (paths: readonly string[]) =>
  `${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}`;

/** The conclusion for a release: the table of docs/verdicts.md, top to bottom of severity. Pure. */
export function verdictOf(input: VerdictInput): Verdict {
  const unexplained = unexplainedOf(input);
  const recipe = recipeUse(input.rebuilds, input.comparison);
  const { summary, ...conclusion } = conclude(input, unexplained);
  return {
    level: null,
    cause: null,
    unexplained,
    recipe,
    leftovers: leftovers(recipe, unexplained),
    ...conclusion,
    summary: `${summary}${recipeSentence(recipe)}`,
  };
}

/** Entries without evidence, and any of the archive that the comparison lacks: what was not compared is not equal. */
function unexplainedOf({ archive, comparison, reachability }: VerdictInput): Verdict['unexplained'] {
  if (comparison === null) return [];
  const compared = new Map(comparison.entries.map((entry) => [entry.path, entry]));
  return archive.entries.flatMap(({ path, sha256 }): Verdict['unexplained'] => {
    const entry = compared.get(path);
    if (entry === undefined || entry.sha256 !== sha256)
      return [{ path, canAct: true, why: 'it was not compared', new: null, lead: null }];
    if (entry.evidence.kind !== 'none') return [];
    const inert = reachability.inert.get(path);
    if (inert !== undefined) return [{ path, canAct: false, why: inert, new: null, lead: null }];
    const why = reachability.acting.get(path) ?? 'it was not looked at';
    return [{ path, canAct: true, why, new: null, lead: reachability.leads.get(path) ?? null }];
  });
}

function conclude(input: VerdictInput, unexplained: Verdict['unexplained']): Conclusion {
  const { archive, comparison, source, tricks, findings, reachability, rebuilds } = input;
  const high = findings.filter(({ severity }) => severity === 'high');
  if (high.length > 0) return { kind: 'suspicious', summary: sentence(high) };
  const codeTricks = tricks.filter(({ touchesCode }) => touchesCode);
  if (codeTricks.length > 0) return { kind: 'suspicious', summary: trickSentence(codeTricks) };
  if (tricks.length > 0) return { kind: 'differs', summary: trickSentence(tricks) };
  if (comparison === null || source === null) return inconclusive(noSource(input.sourceFailure));
  if (archive.entries.length === 0) return inconclusive(emptyArchive);
  if (!source.reachable && !source.evidence.includes('user')) return inconclusive(unreachable(source));

  const acting = unexplained.filter(({ canAct }) => canAct);
  if (!rebuilds.some(isWhole)) {
    // Where the source has another file, no build is needed to see that the release has not the source's.
    const phantoms = new Set(comparison.entries.flatMap(({ path, phantom }) => (phantom ? [path] : [])));
    const judged = acting.filter(({ path }) => !phantoms.has(path) || reachability.unmade?.has(path));
    if (judged.length > 0) return differs(judged.map(({ path }) => path));
    if (reachability.unmade !== undefined && reachability.missed.size > 0) return lacks(reachability);
    if (acting.length > 0) return inconclusive(input.obstacle ?? causeOfNoRebuild(rebuilds));
  }
  if (acting.length > 0) return differs(acting.map(({ path }) => path));
  if (reachability.missed.size > 0) return lacks(reachability);
  if (unexplained.length > 0)
    return {
      kind: 'inert',
      summary: `Nothing accounts for ${some(unexplained.map(({ path }) => path))}, which cannot act.`,
    };
  return reproduced(input, comparison);
}

function differs(paths: readonly string[]): Conclusion {
  const verb = paths.length === 1 ? 'could act and is' : 'could act and are';
  return {
    kind: 'differs',
    summary: `${count(paths.length, 'entry', 'entries')} that ${verb} not what the source leads to: ${some(paths)}.`,
  };
}

const lacks = ({ missed }: Reachability): Conclusion => ({
  kind: 'differs',
  summary: `The release lacks ${some([...missed.keys()])}, which it uses.`,
});

function reproduced({ archive, rebuilds }: VerdictInput, comparison: Comparison): Conclusion {
  const level = levelOf(comparison, archive, rebuilds);
  const of = (kind: string) => comparison.entries.filter(({ evidence }) => evidence.kind === kind).length;
  const parts = [
    of('source') > 0 ? `${of('source')} by its source` : '',
    of('upstream') > 0 ? `${of('upstream')} by the history of known build files` : '',
    of('rebuild') > 0 ? `${of('rebuild')} by a rebuild` : '',
    of('equivalent') > 0 ? `${of('equivalent')} after named normalizers` : '',
  ].filter((part) => part !== '');
  const total = count(comparison.entries.length, 'entry is', 'entries are');
  return { kind: 'reproduced', level, summary: `All ${total} accounted for: ${parts.join(', ')}.` };
}

const inconclusive = (cause: InconclusiveCause): Conclusion => ({
  kind: 'inconclusive',
  cause,
  summary: `Not decided: ${cause.message.replace(/\.$/, '')}.`,
});

function sentence(high: readonly Finding[]): string {
  const first = high[0]!;
  const where = first.path === null ? '' : `${first.path}: `;
  const more = high.length > 1 ? ` (and ${count(high.length - 1, 'more serious finding')})` : '';
  return `${where}${first.message.replace(/\.$/, '')}${more}.`;
}

const trickSentence = (tricks: readonly Trick[]) =>
  `The archive is made so that what is installed is open to doubt: ${some(
    tricks.map(({ oddity }) => (oddity.path === null ? oddity.kind : `${oddity.path} (${oddity.kind})`)),
  )}.`;

const noSource = (failure: SourceFailure | null): InconclusiveCause =>
  failure === null
    ? {
        stage: 'locate',
        reason: 'not-compared',
        message: 'the release was not compared with a source',
        hint: 'name one with --source and --ref',
        give: ['source', 'ref'],
        failed: null,
        environment: false,
      }
    : causeOfSourceFailure(failure);

const emptyArchive: InconclusiveCause = {
  stage: 'archive',
  reason: 'empty-archive',
  message: 'the tarball installs no file at all',
  hint: 'look at it with tar tzvf',
  give: [],
  failed: null,
  environment: false,
};

const unreachable = ({ commit }: Source): InconclusiveCause => ({
  stage: 'locate',
  reason: 'unreachable-commit',
  message: `no branch or tag of the repository reaches commit ${commit.slice(0, 12)}`,
  hint: 'name the revision that you trust with --ref',
  give: ['ref'],
  failed: null,
  environment: false,
});
