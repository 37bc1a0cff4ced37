import type { Severity } from '../judge/schema.js';
import type { Decision, Waived } from '../policy/decision.js';
import type { Result } from '../result.js';
import { verdictTitles } from './verdict-titles.js';

/** Something that speaks against a release, as platforms list it: a finding, an entry without evidence, or the verdict itself. */
export interface Concern {
  /** A signal's id, or the verdict that it leads to. Stable. */
  rule: string;
  severity: Severity;
  title: string;
  message: string;
  /** Entry that it is about; null for the release as a whole. */
  path: string | null;
  line: number | null;
  excerpt: string | null;
  /** Whether the verdict rests on it. */
  counts: boolean;
  /** What lets it pass all the same; null where nothing does. */
  waived: Waived | null;
}

const order: readonly Severity[] = ['high', 'medium', 'low', 'info'];

/**
 * All that speaks against a release, what the verdict rests on and the most severe first; empty when all is well. What a policy lets pass is
 * still told, and counts no more.
 */
export function concerns(result: Result, decision?: Decision): Concern[] {
  const passes = decision?.outcome === 'pass';
  const all = [...ofVerdict(result), ...ofEntries(result), ...ofFindings(result)].map((concern): Concern => {
    const waived = decision?.waived.find((one) => isAbout(one, concern)) ?? null;
    const { fingerprint: _, ...rest } = concern;
    return { ...rest, counts: concern.counts && !passes && waived === null, waived };
  });
  const rank = ({ counts, severity }: Concern) => order.indexOf(severity) - (counts ? order.length : 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

/** A concern before anybody waived it; with the fingerprint of the finding that it is. */
type Raised = Omit<Concern, 'waived'> & { fingerprint: string | null };

/** Entries are waived by path, findings by fingerprint: a path may have both. */
const isAbout = (one: Waived, { rule, path, fingerprint }: Raised): boolean =>
  one.fingerprint === null
    ? fingerprint === null && path !== null && one.path === path
    : one.fingerprint === fingerprint && one.signal === rule && one.path === path;

function ofVerdict({ verdict }: Result): Raised[] {
  const whole = { path: null, line: null, excerpt: null, counts: true, fingerprint: null };
  if (verdict.kind === 'suspicious')
    return [
      {
        ...whole,
        rule: 'suspicious',
        severity: 'high',
        title: verdictTitles.suspicious,
        message: verdict.summary,
      },
    ];
  if (verdict.kind !== 'inconclusive') return [];
  const { cause } = verdict;
  const message = cause === null ? verdict.summary : `${cause.message}. ${cause.hint}`;
  return [
    {
      ...whole,
      rule: 'inconclusive',
      severity: 'medium',
      title: verdictTitles.inconclusive,
      message,
    },
  ];
}

/** Without a conclusion, entries that nothing accounts for are only those that were not rebuilt. */
function ofEntries({ verdict, comparison }: Result): Raised[] {
  if (verdict.kind === 'inconclusive') return [];
  const compared = new Map(comparison?.entries.map((entry) => [entry.path, entry]));
  return verdict.unexplained.map(({ path, canAct, why }): Raised => {
    const { difference, phantom } = compared.get(path) ?? { difference: null, phantom: false };
    const what = phantom
      ? 'It is only in the release'
      : difference === null
        ? 'It is not what its source says'
        : `It is not what the ${difference.against} has: ${difference.summary}`;
    const common = {
      message: `${what} (${why}).`,
      path,
      line: null,
      excerpt: null,
      counts: canAct,
      fingerprint: null,
    };
    const rule = canAct ? 'differs' : 'inert';
    return {
      ...common,
      rule,
      severity: canAct ? 'medium' : 'info',
      title: canAct
        ? 'Entry that nothing accounts for and that could act'
        : 'Entry that nothing accounts for and that cannot act',
    };
  });
}

const ofFindings = ({ findings, verdict }: Result): Raised[] =>
  findings.map(({ signal, severity, title, message, path, line, excerpt, fingerprint }) => ({
    rule: signal,
    severity,
    title,
    message,
    path,
    line,
    excerpt,
    fingerprint,
    counts: verdict.kind === 'suspicious' && severity === 'high',
  }));
