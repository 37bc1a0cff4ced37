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

/** The name of the script that the root's build runs in each package; null when the root builds in another way. */
export function delegatedBuild({ workspace, manifests }: SourceFacts): string | null {
  const root = workspace === null ? undefined : manifests.get(workspace.root);
  if (root === undefined) return null;
  const script = usualBuild(root);
  return script === null ? null : delegatedScript(root.scripts.get(script) ?? '');
}

/**
 * The script that each package runs when a script of the root hands the work to its packages (`turbo run build`,
 * `lerna run prepare`, `pnpm -r build`, `npm run build --workspaces`); null when it does work of its own.
 */
function delegatedScript(text: string): string | null {
  const parts = splitScript(text);
  if (parts === null) return null;
  const lasting = parts.filter((part) => {
    const { kind } = commandKind(part.text, () => false);
    return kind !== 'check' && kind !== 'release' && kind !== 'install' && kind !== 'setup';
  });
  return lasting.length === 1 ? delegated(wordsOf(lasting[0]!.text)) : null;
}

/** Whether a script starts a tool that builds the packages it depends on by itself. */
export function buildsDependencies({ scripts }: Manifest, script: string): boolean {
  const parts = splitScript(scripts.get(script) ?? '') ?? [];
  return parts.some(({ text }) =>
    /^(?:(?:npx|pnpm|yarn|exec|-w|--|run) )*(?:nx|turbo|wireit|moon)(?: |$)/.test(text),
  );
}

function delegated(all: readonly string[]): string | null {
  const words = all.filter((word) => !/^(?:npx|cross-env|\w+=.*)$/.test(word));
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
  if (program === 'pnpm' && has(/^(?:-r|--recursive|--filter|-F)/))
    return plain.find((word) => word !== 'run' && word !== 'recursive' && /^[\w:-]+$/.test(word)) ?? null;
  if (program === 'npm' && has(/^(?:-ws|--workspaces)$/))
    return plain[0] === 'run' ? (plain[1] ?? null) : null;
  if (program === 'yarn' && plain[0] === 'workspaces')
    return plain.find((word) => !/^(?:workspaces|foreach|run)$/.test(word)) ?? null;
  return null;
}
