import { parse } from 'yaml';

/** One job of a CI workflow, as far as it says which tools publish or build. */
export interface WorkflowJob {
  /** File and job, for reasons. */
  place: string;
  /** A step of it puts the package on a registry. */
  publishes: boolean;
  /** Versions given to setup-node, raw; several for a matrix. */
  node: string[];
  /** Versions given to pnpm/action-setup, raw. */
  pnpm: string[];
  /** Shell text of its steps, in order. */
  runs: string[];
}

const longest = 256 * 2 ** 10;
const publishing =
  /\b(?:npm|pnpm|yarn)(?:\s+-\S+)*\s+(?:npm\s+)?publish\b|\bsemantic-release\b|\bchangeset\s+publish\b|\blerna\s+publish\b|\brelease-it\b|\bnpx\s+np\b/;
const publishingActions =
  /^(?:changesets\/action|cycjimmy\/semantic-release-action|JS-DevTools\/npm-publish)(?:@|$)/;

/** Reads the jobs of a workflow file; null when it can't be read. Never throws. */
export function readWorkflow(path: string, text: string): WorkflowJob[] | null {
  if (text.length > longest) return null;
  let root: unknown;
  try {
    root = parse(text, { maxAliasCount: 50, logLevel: 'error' });
  } catch {
    return null;
  }
  if (!isRecord(root) || !isRecord(root.jobs)) return null;
  return Object.entries(root.jobs)
    .slice(0, 50)
    .flatMap(([name, job]) => (isRecord(job) ? [readJob(`${path}, job ${name}`, job)] : []));
}

function readJob(place: string, job: Record<string, unknown>): WorkflowJob {
  const steps = (Array.isArray(job.steps) ? job.steps : []).filter(isRecord).slice(0, 200);
  const runs = steps.flatMap(({ run }) => (typeof run === 'string' ? [run] : []));
  const uses = steps.flatMap((step) => (typeof step.uses === 'string' ? [{ ...step, uses: step.uses }] : []));
  const given = (action: string, option: string) =>
    uses.flatMap((step: { uses: string; with?: unknown }) =>
      step.uses.startsWith(action) && isRecord(step.with) ? values(step.with[option], job) : [],
    );
  return {
    place,
    publishes:
      runs.some((run) => publishing.test(run)) || uses.some((step) => publishingActions.test(step.uses)),
    node: given('actions/setup-node@', 'node-version'),
    pnpm: given('pnpm/action-setup@', 'version'),
    runs,
  };
}

/** A value as written, or the values of the matrix it names. */
function values(value: unknown, job: Record<string, unknown>): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'string') return [];
  const variable = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/.exec(value.trim());
  if (variable === null) return value.includes('${{') ? [] : [value.trim()];
  const strategy = isRecord(job.strategy) ? job.strategy : {};
  const matrix = isRecord(strategy.matrix) ? strategy.matrix : {};
  const row = Object.hasOwn(matrix, variable[1]!) ? matrix[variable[1]!] : null;
  return (Array.isArray(row) ? row : []).flatMap((item) =>
    typeof item === 'string' || typeof item === 'number' ? [String(item)] : [],
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
