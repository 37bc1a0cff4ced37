import { ReproveError } from '../errors.js';
import type { Plan } from '../sandbox/schema.js';
import { type Attribution, attribute, type Outcome } from './bisect.js';
import { type Builder, type Built, isBuilt } from './builder.js';
import { type Setting, usualSetting } from './setting.js';
import type { Possibilities, Variation, VariationName } from './variation.js';
import { variations } from './variations/index.js';

/** What experiments are made with. */
export interface ExperimentInput {
  plan: Plan;
  first: Built;
  builder: Builder;
  possible: Possibilities;
  /** What is varied. */
  asked: readonly VariationName[];
}

/** What building again and again showed. */
export interface Experiments {
  asked: readonly VariationName[];
  /** Entries in which two builds alike differ, whatever the clock says. */
  unsteady: ReadonlySet<string>;
  /** A second build like the first; null where it packed nothing. */
  second: Built | null;
  /** What varied builds are held against: the first, or one with the clock stopped. */
  base: Built;
  attribution: Attribution<VariationName>;
  /** A build with one variation alone, where it was made. */
  alone: ReadonlyMap<VariationName, Built>;
  impossible: ReadonlyMap<VariationName, string>;
  limits: ReadonlyMap<VariationName, string>;
}

/** Entries in which two tarballs differ: content, permissions, or that one has it. Pure. */
export function differing(
  { archive: left }: Pick<Built, 'archive'>,
  { archive: right }: Pick<Built, 'archive'>,
): Set<string> {
  const facts = (archive: Built['archive']) =>
    new Map(archive.entries.map(({ path, sha256, mode }) => [path, `${sha256} ${mode}`]));
  const [ours, theirs] = [facts(left), facts(right)];
  return new Set([...ours.keys(), ...theirs.keys()].filter((path) => ours.get(path) !== theirs.get(path)));
}

/**
 * Builds alike, then with every variation at once, and where that differs with fewer and fewer. Where builds alike differ, the clock is stopped first: what still
 * differs then is chance, and the rest can be told apart.
 */
export async function experiment(
  { plan, first, builder, possible, asked: wanted }: ExperimentInput,
  say: (message: string) => void,
): Promise<Experiments> {
  say('building once more');
  const usual = usualSetting(plan);
  const again = await builder.build(usual);
  const second = isBuilt(again) ? again : null;
  const repeated = second === null ? new Set<string>() : differing(first, second);
  // Else what the clock does could not be told from chance.
  const asked = repeated.size === 0 ? wanted : [...new Set<VariationName>(['time', ...wanted])];
  const ground = repeated.size === 0 ? null : await stopped(usual, builder, say);
  const base = ground?.base ?? first;
  const setting = ground?.setting ?? usual;
  const noise = new Set(ground === null ? repeated : ground.unsteady);

  const impossible = new Map<VariationName, string>();
  const usable: Variation[] = [];
  for (const variation of variations.filter(({ name }) => asked.includes(name))) {
    const why = await obstacle(variation, setting, possible, builder);
    if (why === null) usable.push(variation);
    else impossible.set(variation.name, why);
  }
  const alone = new Map<VariationName, Built>();
  const build = async (names: readonly VariationName[]): Promise<Outcome> => {
    const chosen = usable.filter(({ name }) => names.includes(name));
    say(
      `building with ${chosen.length === usable.length ? 'everything' : chosen.map(({ title }) => title).join(', ')} varied`,
    );
    const built = await builder.build(varied(chosen, setting, possible));
    if (!isBuilt(built)) return null;
    const [only] = names;
    if (names.length === 1) alone.set(only!, built);
    return new Set([...differing(base, built)].filter((path) => !noise.has(path)));
  };
  const names = usable.map(({ name }) => name);
  const attribution = await attribute(names, await build(names), build);
  if (attribution.byPath.size > 0) await confirm(setting, base, builder, attribution, noise, say);
  // What two builds alike differ in, and the time does not change, is chance that was quiet for a while.
  for (const path of repeated) {
    if (attribution.byPath.get(path)?.includes('time')) continue;
    noise.add(path);
    attribution.byPath.delete(path);
  }
  const limits = new Map(
    usable.flatMap(({ name, limits: of }) => {
      const limit = of(setting, possible);
      return limit === null ? [] : [[name, limit] as const];
    }),
  );
  return { asked, unsteady: noise, second, base, attribution, alone, impossible, limits };
}

/** Two builds with the clock stopped; null where they pack nothing. */
async function stopped(usual: Setting, builder: Builder, say: (message: string) => void) {
  say('two builds alike differ: building with the clock stopped');
  const now = Math.floor(Date.now() / 1000) * 1000;
  const setting: Setting = { ...usual, clock: { shift: 0, stopped: now } };
  const [base, other] = [await builder.build(setting), await builder.build(setting)];
  if (!isBuilt(base) || !isBuilt(other)) return null;
  return { setting, base, unsteady: differing(base, other) };
}

/** Chance that was quiet so far would be taken for the work of a variation. */
async function confirm(
  setting: Setting,
  base: Built,
  builder: Builder,
  { byPath }: Attribution<VariationName>,
  noise: Set<string>,
  say: (message: string) => void,
): Promise<void> {
  say('building once more without variation, to be sure');
  const again = await builder.build(setting);
  if (!isBuilt(again)) return;
  for (const path of differing(base, again)) {
    byPath.delete(path);
    noise.add(path);
  }
}

function varied(chosen: readonly Variation[], setting: Setting, possible: Possibilities): Setting {
  return chosen.reduce((at, { vary }) => {
    const changed = vary(at, possible);
    return 'impossible' in changed ? at : changed;
  }, setting);
}

/** Why a variation can't be made here; null when it can. */
async function obstacle(
  { vary }: Variation,
  setting: Setting,
  possible: Possibilities,
  builder: Builder,
): Promise<string | null> {
  const changed = vary(setting, possible);
  if ('impossible' in changed) return changed.impossible;
  try {
    await builder.prepare(changed);
    return null;
  } catch (error) {
    if (error instanceof ReproveError) return error.message;
    throw error;
  }
}
