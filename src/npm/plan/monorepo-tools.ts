import { commandKind } from './command-kind.js';
import type { Manifest } from './manifest.js';
import { splitScript, wordsOf } from './shell-text.js';
import type { SourceFacts } from './source-facts.js';
import { usualBuild } from './wanted-output.js';

/** A program that runs the scripts of many packages of a repository in order. */
interface MonorepoTool {
  /** Package that brings it. */
  name: string;
  /** Keeps it from starting a background process, from using a cache, and from looking for a server. */
  environment: Record<string, string>;
}

/** A build of the root that each package does by itself. */
export interface Delegation {
  program: string;
  script: string;
}

const tools: readonly MonorepoTool[] = [
  {
    name: 'nx',
    // nx.dev, reference, environment variables.
    environment: {
      NX_DAEMON: 'false',
      NX_SKIP_NX_CACHE: 'true',
      NX_NO_CLOUD: 'true',
      NX_TUI: 'false',
      NX_VERBOSE_LOGGING: 'false',
    },
  },
  // turborepo.com, reference, system environment variables.
  {
    name: 'turbo',
    environment: { TURBO_TELEMETRY_DISABLED: '1', TURBO_FORCE: 'true', TURBO_DAEMON: 'false' },
  },
  { name: '@moonrepo/cli', environment: { MOON_CACHE: 'off', MOON_TOOLCHAIN_FORCE_GLOBALS: 'true' } },
  { name: 'wireit', environment: { WIREIT_CACHE: 'none' } },
];

/** Environment of builds for the monorepo tools that the source depends on. */
export function monorepoEnvironment({ manifest, manifests }: SourceFacts): Record<string, string> {
  const depends = (name: string) =>
    [manifest, ...manifests.values()].some(({ dependencies }) => dependencies.has(name));
  const used = tools.filter(({ name }) => depends(name) || (name === 'nx' && depends('@nrwl/cli')));
  if (used.length === 0) return {};
  return Object.assign({ DO_NOT_TRACK: '1' }, ...used.map(({ environment }) => environment));
}

/**
 * What the root's build does when it hands the work to its packages (`turbo run build`, `lerna run prepare`, `pnpm -r build`,
 * `npm run build --workspaces`): the program, and the script that each package runs. Null when it does work of its own.
 */
export function delegatedBuild({ workspace, manifests }: SourceFacts): Delegation | null {
  const root = workspace === null ? undefined : manifests.get(workspace.root);
  if (root === undefined) return null;
  const name = usualBuild(root);
  const text = name === null ? undefined : root.scripts.get(name);
  const found = text === undefined ? null : lastingCommand(text);
  const script = found === null ? null : delegated(found);
  return found === null || script === null ? null : { program: found[0]!, script };
}

/** The words of the one command in a script that makes anything; null when there are more. */
function lastingCommand(text: string): string[] | null {
  const parts = splitScript(text);
  if (parts === null) return null;
  const lasting = parts.filter((part) => {
    const { kind } = commandKind(part.text, () => false);
    return kind !== 'check' && kind !== 'release' && kind !== 'install' && kind !== 'setup';
  });
  if (lasting.length !== 1) return null;
  const words = wordsOf(lasting[0]!.text).filter((word) => !/^(?:npx|bunx|cross-env|\w+=.*)$/.test(word));
  return words.length === 0 ? null : words;
}

/** Whether a script starts a tool that builds the packages it depends on by itself. */
export function buildsDependencies({ scripts }: Manifest, script: string): boolean {
  const parts = splitScript(scripts.get(script) ?? '') ?? [];
  return parts.some(({ text }) =>
    /^(?:(?:npx|bunx|pnpm|yarn|bun|exec|-w|--|run) )*(?:nx|turbo|wireit|moon)(?: |$)/.test(text),
  );
}

function delegated(words: readonly string[]): string | null {
  const [program = '', ...rest] = words;
  const flags = rest.filter((word) => word.startsWith('-'));
  const plain = rest.filter((word) => !word.startsWith('-'));
  const has = (pattern: RegExp) => flags.some((flag) => pattern.test(flag));
  if (program === 'nx') {
    if (plain[0] !== 'run-many') return null;
    const target = /(?:^| )(?:-t|--targets?)[ =](\S+)/.exec(rest.join(' '))?.[1];
    return target === undefined || target.includes(',') ? null : target;
  }
  if (program === 'turbo') return (plain[0] === 'run' ? plain[1] : plain[0]) ?? null;
  if (program === 'lerna') return plain[0] === 'run' ? (plain[1] ?? null) : null;
  if ((program === 'pnpm' || program === 'bun') && has(/^(?:-r|--recursive|--filter|-F)/))
    return plain.find((word) => word !== 'run' && word !== 'recursive' && /^[\w:-]+$/.test(word)) ?? null;
  if (program === 'npm' && has(/^(?:-ws|--workspaces)$/))
    return plain[0] === 'run' ? (plain[1] ?? null) : null;
  if (program === 'yarn' && plain[0] === 'workspaces')
    return plain.find((word) => !/^(?:workspaces|foreach|run)$/.test(word)) ?? null;
  return null;
}
