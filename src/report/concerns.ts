import type { Severity } from '../judge/schema.js';
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
}

const order: readonly Severity[] = ['high', 'medium', 'low', 'info'];

/** All that speaks against a release, what the verdict rests on and the most severe first; empty when all is well. */
export function concerns(result: Result): Concern[] {
  const all = [...ofVerdict(result), ...ofEntries(result), ...ofFindings(result)];
  const rank = ({ counts, severity }: Concern) => order.indexOf(severity) - (counts ? order.length : 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

function ofVerdict({ verdict }: Result): Concern[] {
  const whole = { path: null, line: null, excerpt: null, counts: true };
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
function ofEntries({ verdict, comparison }: Result): Concern[] {
  if (verdict.kind === 'inconclusive') return [];
  const compared = new Map(comparison?.entries.map((entry) => [entry.path, entry]));
  return verdict.unexplained.map(({ path, canAct, why }): Concern => {
    const { difference, phantom } = compared.get(path) ?? { difference: null, phantom: false };
    const what = phantom
      ? 'It is only in the release'
      : difference === null
        ? 'It is not what its source says'
        : `It is not what the ${difference.against} has: ${difference.summary}`;
    const common = { message: `${what} (${why}).`, path, line: null, excerpt: null, counts: canAct };
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

const ofFindings = ({ findings, verdict }: Result): Concern[] =>
  findings.map(({ signal, severity, title, message, path, line, excerpt }) => ({
    rule: signal,
    severity,
    title,
    message,
    path,
    line,
    excerpt,
    counts: verdict.kind === 'suspicious' && severity === 'high',
  }));
