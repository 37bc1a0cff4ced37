import { satisfies } from 'semver';
import type { ToolVersion } from '../../ecosystem.js';
import { knownBreaks, type NodeLimit, opensslEnvironment } from './node-limits.js';
import { nodePins, testedVersions } from './node-pins.js';
import { lineNamed, lineOf, linesOn, longTermLinesOn, type NodeLine } from './node-releases.js';
import type { SourceFacts } from './source-facts.js';
import { exactVersion, inRange, nearest, newestOn } from './versions.js';

/** A node version with what says so. */
export interface NodeChoice {
  version: string;
  reason: string;
  /** Environment that builds need on this version. */
  environment: Record<string, string>;
}

/** Node versions that are worth a plan at most. */
const most = 3;

/**
 * Node versions to build with, best first. Order of evidence: what the source pins, what the release was published with, what CI
 * tests with, `engines`, and the newest long-term line of the day. A recorded version that a pin's range allows is taken exactly.
 * `limits` are wishes of other tools: they move choices that rest on weak evidence and add an alternative to others.
 */
export function nodeChoices(facts: SourceFacts, limits: readonly NodeLimit[]): NodeChoice[] {
  const tools = facts.input.tools.get('node') ?? [];
  const allLimits = [...knownBreaks(facts), ...limits];
  const published = recorded(facts, tools);
  const newest = linesOn(facts.day).at(-1);
  const current = newest === undefined ? null : newestIn(newest, tools, [], facts.day);
  const choices = [
    pinned(facts, tools),
    published,
    fromTests(facts, tools, allLimits),
    fromDay(facts, tools, allLimits),
    current === null ? null : { version: current, reason: 'the newest release line on that day' },
  ].filter((choice) => choice !== null);
  // Two versions of one line build alike, but what was recorded is a fact of its own.
  const distinct = choices.filter((choice, index) => {
    const before = choices.slice(0, index);
    return choice === published
      ? before.every(({ version }) => version !== choice.version)
      : before.every(({ version }) => lineOf(version) !== lineOf(choice.version));
  });
  return distinct
    .slice(0, most)
    .map((choice) => ({ ...choice, environment: opensslEnvironment(facts, choice.version) }));
}

type Bare = Omit<NodeChoice, 'environment'>;

function pinned(facts: SourceFacts, tools: readonly ToolVersion[]): Bare | null {
  const published = recorded(facts, tools);
  for (const { wanted, place } of nodePins(facts)) {
    const exact = exactVersion(wanted);
    if (exact !== null) {
      const version = tools.length === 0 ? exact : nearest(tools, exact);
      if (version === null) continue;
      return { version, reason: `${place} says ${wanted}${instead(version, exact)}` };
    }
    const range = rangeOf(wanted, facts.day);
    if (published !== null && satisfies(published.version, range)) {
      return { version: published.version, reason: `${place} says ${wanted}, and ${published.reason}` };
    }
    const version = pick(tools, [range], facts.day) ?? newestOn(tools, range, facts.day);
    if (version !== null) return { version, reason: `${place} says ${wanted}; the newest such on that day` };
  }
  return null;
}

function recorded({ input }: SourceFacts, tools: readonly ToolVersion[]): Bare | null {
  const exact = exactVersion(input.release.runtimeVersion ?? '');
  if (exact === null) return null;
  const version = tools.length === 0 ? exact : nearest(tools, exact);
  if (version === null) return null;
  return { version, reason: `the registry recorded it at publication${instead(version, exact)}` };
}

/** The newest long-term line that CI tests with, where `engines` and the limits allow it. */
function fromTests(
  facts: SourceFacts,
  tools: readonly ToolVersion[],
  limits: readonly NodeLimit[],
): Bare | null {
  const tested = testedVersions(facts);
  if (tested.length === 0) return null;
  const range = tested.map(({ wanted }) => wanted).join(' || ');
  const version = pick(tools, [range, ...enginesOf(facts), ...limits.map((limit) => limit.range)], facts.day);
  return version === null ? null : { version, reason: `CI tests with it (${tested[0]!.place})` };
}

/** The newest long-term line of the day that `engines` and as many limits as possible allow. */
function fromDay(
  facts: SourceFacts,
  tools: readonly ToolVersion[],
  limits: readonly NodeLimit[],
): Bare | null {
  const engines = enginesOf(facts);
  for (let kept = limits.length; kept >= 0; kept--) {
    const used = limits.slice(0, kept);
    const version = pick(tools, [...engines, ...used.map(({ range }) => range)], facts.day);
    if (version === null) continue;
    const free = pick(tools, engines, facts.day);
    const moved = free === version ? [] : used.filter(({ range }) => free !== null && !inRange(free, range));
    const said = engines.length === 0 ? '' : `, of those that engines allows (${engines[0]})`;
    const because = moved.length === 0 ? '' : `; ${moved[0]!.reason}`;
    return { version, reason: `the newest long-term release on that day${said}${because}` };
  }
  return null;
}

function enginesOf({ manifest }: SourceFacts): string[] {
  const engines = manifest.engines.get('node');
  return engines === undefined ? [] : [engines];
}

/** The newest version on a day that is in all ranges, of the newest long-term line, else of the newest line. */
function pick(tools: readonly ToolVersion[], ranges: readonly string[], day: string): string | null {
  const lines = [...linesOn(day), ...longTermLinesOn(day)].reverse();
  for (const line of lines) {
    const version = newestIn(line, tools, ranges, day);
    if (version !== null) return version;
  }
  return null;
}

function newestIn(
  { line }: NodeLine,
  tools: readonly ToolVersion[],
  ranges: readonly string[],
  day: string,
): string | null {
  const fitting = tools.filter(
    ({ version }) => lineOf(version) === line && ranges.every((range) => inRange(version, range)),
  );
  return newestOn(fitting, '*', day);
}

/** A pin as a range: aliases of nvm and setup-node mean what they meant on the day. */
function rangeOf(wanted: string, day: string): string {
  const alias = wanted.toLowerCase();
  const longTerm = longTermLinesOn(day);
  if (alias === 'node' || alias === 'latest' || alias === 'current') return linesOn(day).at(-1)?.line ?? '*';
  if (alias === 'lts/*' || alias === 'stable') return longTerm.at(-1)?.line ?? '*';
  const back = /^lts\/-(\d)$/.exec(alias);
  if (back !== null) return longTerm.at(-1 - Number(back[1]))?.line ?? '*';
  if (alias.startsWith('lts/')) return lineNamed(alias.slice(4))?.line ?? '*';
  return wanted;
}

function instead(version: string, exact: string): string {
  return version === exact ? '' : ` (${exact}, of which this is the nearest that can be had)`;
}
