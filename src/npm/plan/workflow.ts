import { posix } from 'node:path';
import { parse } from 'yaml';
import { isJson } from '../json-object.js';

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
  /** Versions given to oven-sh/setup-bun, raw. */
  bun: string[];
  /** Package managers that its steps install for all of the machine, with the version or range, raw. */
  installs: { name: string; version: string }[];
  /** Shell text of its steps, in order. */
  runs: string[];
  /** The same with folders and environment, and with what its actions publish as commands. */
  steps: WorkflowStep[];
}

/** A shell step. */
interface WorkflowStep {
  run: string;
  /** Relative to the repository's root. */
  directory: string;
  environment: Record<string, string>;
}

const longest = 256 * 2 ** 10;
const publishing =
  /\b(?:npm|pnpm|yarn|bun)(?:\s+-\S+)*\s+(?:npm\s+)?publish\b|\bsemantic-release\b|\bchangeset\s+publish\b|\blerna\s+publish\b|\brelease-it\b|\bnpx\s+np\b/;
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
  if (!isJson(root) || !isJson(root.jobs)) return null;
  return Object.entries(root.jobs)
    .slice(0, 50)
    .flatMap(([name, job]) => (isJson(job) ? [readJob(`${path}, job ${name}`, job, root)] : []));
}

function readJob(place: string, job: Record<string, unknown>, root: Record<string, unknown>): WorkflowJob {
  const steps = (Array.isArray(job.steps) ? job.steps : []).filter(isJson).slice(0, 200);
  const runs = steps.flatMap(({ run }) => (typeof run === 'string' ? [run] : []));
  const uses = steps.flatMap((step) => (typeof step.uses === 'string' ? [{ ...step, uses: step.uses }] : []));
  const given = (action: string, option: string) =>
    uses.flatMap((step: { uses: string; with?: unknown }) =>
      step.uses.startsWith(action) && isJson(step.with) ? values(step.with[option], job) : [],
    );
  return {
    place,
    publishes:
      runs.some((run) => publishing.test(run)) || uses.some((step) => publishingActions.test(step.uses)),
    node: given('actions/setup-node@', 'node-version'),
    pnpm: given('pnpm/action-setup@', 'version'),
    bun: given('oven-sh/setup-bun@', 'bun-version'),
    installs: runs.flatMap(globalInstalls),
    runs,
    steps: readSteps(steps, job, root),
  };
}

/** `npm install -g npm@7` and the like. */
function globalInstalls(run: string): WorkflowJob['installs'] {
  return run.split(/\n|&&|\|\||;/).flatMap((line) => {
    if (
      !/^\s*(?:sudo )?(?:npm|pnpm)\s(?=(?:.*\s)?(?:i|install|add)\s)(?=(?:.*\s)?(?:-g|--global)(?:\s|$))/.test(
        line,
      )
    )
      return [];
    return [...line.matchAll(/(?<=\s)['"]?(npm|pnpm|yarn|bun)@([\w.^~<>=*-]{1,40})['"]?(?=\s|$)/g)].map(
      ([, name, version]) => ({ name: name!, version: version! }),
    );
  });
}

function readSteps(
  steps: Record<string, unknown>[],
  job: Record<string, unknown>,
  root: Record<string, unknown>,
): WorkflowStep[] {
  const fallback = [job, root]
    .map(({ defaults }) =>
      isJson(defaults) && isJson(defaults.run) ? defaults.run['working-directory'] : '',
    )
    .find((folder) => typeof folder === 'string' && folder !== '');
  return steps.flatMap((step) => {
    const given = isJson(step.with) ? step.with : {};
    const run = typeof step.run === 'string' ? step.run : actionCommand(String(step.uses ?? ''), given);
    if (run === null) return [];
    const directory = folderOf(step['working-directory'] ?? fallback ?? '');
    const environment = { ...plainValues(root.env), ...plainValues(job.env), ...plainValues(step.env) };
    return directory === null ? [] : [{ run, directory, environment }];
  });
}

/** The command that an action stands for, when it publishes. */
function actionCommand(uses: string, given: Record<string, unknown>): string | null {
  if (uses.startsWith('changesets/action@')) return typeof given.publish === 'string' ? given.publish : null;
  if (uses.startsWith('cycjimmy/semantic-release-action@')) return 'npx semantic-release';
  if (!uses.startsWith('JS-DevTools/npm-publish@')) return null;
  const folder = folderOf(String(given.package ?? '').replace(/\/?package\.json$/, ''));
  return `npm publish ${folder === null || !/^[\w./-]*$/.test(folder) ? '' : folder}`.trim();
}

/** A folder of the repository; null for any other. */
function folderOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.includes('${{')) return null;
  const path = posix.normalize(value.trim() === '' ? '.' : value.trim()).replace(/\/$/, '');
  if (path === '.') return '';
  return path.startsWith('..') || path.startsWith('/') ? null : path;
}

/** Variables with a value that stands in the file. Secrets, and what steers the tools of the rebuild itself, are left out. */
function plainValues(value: unknown): Record<string, string> {
  const entries = Object.entries(isJson(value) ? value : {}).slice(0, 50);
  return Object.fromEntries(
    entries.flatMap(([name, content]) => {
      const text = ['string', 'number', 'boolean'].includes(typeof content) ? String(content) : null;
      const refused =
        !/^[A-Za-z_]\w{0,60}$/.test(name) ||
        /TOKEN|AUTH|SECRET|PASSW|_KEY|^PATH$|^HOME$|^LD_|^GIT|^CI$|^TZ$|^LANG$|^NODE_OPTIONS$|^n?pn?pm_|^yarn_|^HUSKY/i.test(
          name,
        );
      return text === null || refused || text.includes('${{') || text.length > 200 ? [] : [[name, text]];
    }),
  );
}

/** A value as written, or the values of the matrix it names. */
function values(value: unknown, job: Record<string, unknown>): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'string') return [];
  const variable = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/.exec(value.trim());
  if (variable === null) return value.includes('${{') ? [] : [value.trim()];
  const strategy = isJson(job.strategy) ? job.strategy : {};
  const matrix = isJson(strategy.matrix) ? strategy.matrix : {};
  const row = Object.hasOwn(matrix, variable[1]!) ? matrix[variable[1]!] : null;
  return (Array.isArray(row) ? row : []).flatMap((item) =>
    typeof item === 'string' || typeof item === 'number' ? [String(item)] : [],
  );
}
