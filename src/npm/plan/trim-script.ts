import { commandKind } from './command-kind.js';
import { type ShellPart, splitScript } from './shell-text.js';

/** What is left of a script when the parts that make no files are left out. */
export interface Trimmed {
  /** Shell text; null when nothing that makes files is in it. */
  kept: string | null;
  /** Nothing was left out. */
  whole: boolean;
  /** What was left out, with why. */
  dropped: { text: string; why: string }[];
  /** Scripts of the package that the kept text runs, at any depth. */
  runs: Set<string>;
  /** A kept command is known to make files. */
  builds: boolean;
}

/** The scripts of a package, and whether its manager runs `prex` and `postx` around `x`. */
export interface ScriptWorld {
  scripts: ReadonlyMap<string, string>;
  preAndPost: boolean;
  /** Scripts that may still be followed: they can run each other in exponentially many ways. */
  budget?: { left: number };
}

/** Why parts of each kind are left out. */
export const reasons = {
  check: 'it only checks: its outcome is in no file',
  release: 'it publishes, tags or sets up git',
  install: 'installing is a step of its own',
} as const;
const deepest = 4;
const mostScripts = 300;
const checkNames = /^(?:tests?|lint|check|typecheck|type-check|coverage|audit|format:check)(?:$|[:-])/;

/**
 * Follows a script by name, with what runs before and after it, and leaves out what only checks or publishes. Text that is not
 * understood is kept as it is.
 */
export function trimScript(
  all: ScriptWorld,
  name: string,
  depth = 0,
  above: readonly string[] = [],
): Trimmed {
  const world = { ...all, budget: all.budget ?? { left: mostScripts } };
  const around = world.preAndPost ? [`pre${name}`, name, `post${name}`] : [name];
  const texts = around.filter((script) => world.scripts.has(script));
  const trimmed = texts.map((script) => trimText(world, script, depth, [...above, name]));
  const result = merge(trimmed);
  if (result.whole && !result.builds && depth > 0 && checkNames.test(name)) {
    return { ...nothing(), dropped: [{ text: `run ${name}`, why: reasons.check }] };
  }
  return result;
}

function trimText(world: ScriptWorld, name: string, depth: number, above: readonly string[]): Trimmed {
  const script = world.scripts.get(name) ?? '';
  const parts = splitScript(script);
  if (parts === null) return verbatim(script);
  const trimmed = parts.map((part) => trimPart(world, part, depth, above));
  const lasting = parts.some((part, index) => trimmed[index]!.kept !== null && !isSetup(world, part));
  const dropped = trimmed.flatMap((part) => part.dropped);
  if (!lasting) return { ...nothing(), dropped };
  if (dropped.length === 0) return { ...merge(trimmed), kept: script.trim() };
  // Leaving out one side of an alternative would change which of the others run.
  if (parts.some(({ operator }) => operator === '||')) return verbatim(script);
  const kept = parts.flatMap(({ operator }, index) => {
    const text = trimmed[index]!.kept;
    return text === null ? [] : [{ operator, text }];
  });
  const text = kept
    .map((part, index) => (index === 0 ? part.text : ` ${part.operator} ${part.text}`))
    .join('');
  return { ...merge(trimmed), kept: text, whole: false };
}

function trimPart(world: ScriptWorld, part: ShellPart, depth: number, above: readonly string[]): Trimmed {
  const found = commandKind(part.text, (script) => world.scripts.has(script));
  switch (found.kind) {
    case 'check':
    case 'release':
    case 'install':
      return { ...nothing(), dropped: [{ text: part.text, why: reasons[found.kind] }] };
    case 'build':
      return { ...verbatim(part.text), builds: true };
    case 'setup':
    case 'unknown':
      return verbatim(part.text);
    case 'run':
      break;
  }
  const { scripts, withArguments } = found;
  const known = scripts.every((script) => world.scripts.has(script) && !above.includes(script));
  const { budget } = world;
  if (budget !== undefined) budget.left -= scripts.length;
  if (!known || depth >= deepest || (budget !== undefined && budget.left < 0))
    return { ...verbatim(part.text), runs: new Set(scripts) };
  const inner = scripts.map((script) => trimScript(world, script, depth + 1, above));
  const runs = new Set([...scripts, ...inner.flatMap((script) => [...script.runs])]);
  const merged = { ...merge(inner), runs };
  if (merged.kept === null) return { ...merged, runs: new Set() };
  if (merged.whole || withArguments) return { ...merged, kept: part.text, whole: true, dropped: [] };
  const kept = inner.flatMap((script, index) => {
    if (script.kept === null) return [];
    return script.whole && isWord(scripts[index]!) ? [`npm run ${scripts[index]}`] : [`(${script.kept})`];
  });
  return { ...merged, kept: kept.join(' && ') };
}

function isSetup(world: ScriptWorld, { text }: ShellPart): boolean {
  return commandKind(text, (script) => world.scripts.has(script)).kind === 'setup';
}

function isWord(text: string): boolean {
  return /^\w[\w:.-]*$/.test(text);
}

function nothing(): Trimmed {
  return { kept: null, whole: false, dropped: [], runs: new Set(), builds: false };
}

function verbatim(text: string): Trimmed {
  return { kept: text, whole: true, dropped: [], runs: new Set(), builds: false };
}

/** Several scripts, one after the other. */
function merge(all: readonly Trimmed[]): Trimmed {
  const kept = all.flatMap(({ kept }) => (kept === null ? [] : [kept]));
  return {
    kept:
      kept.length === 0 ? null : kept.length === 1 ? kept[0]! : kept.map((text) => `(${text})`).join(' && '),
    whole: all.length > 0 && all.every(({ whole }) => whole),
    dropped: all.flatMap(({ dropped }) => dropped),
    runs: new Set(all.flatMap(({ runs }) => [...runs])),
    builds: all.some(({ builds }) => builds),
  };
}
