import { below } from '../compare/pairing.js';
import { objectOf, parseJson } from '../npm/json-object.js';
import type { Material, Plan } from '../sandbox/schema.js';
import type { BuildFiles } from './build-files.js';
import { type Builder, type Built, isBuilt } from './builder.js';
import type { Facts } from './cause.js';
import { differing } from './experiments.js';
import { usualSetting } from './setting.js';

/** What a build with other versions of packages showed. */
export interface OtherPackages extends Pick<Facts, 'unpinned' | 'otherVersions' | 'byPackages'> {
  built: Built | null;
  /** What the versions are of: the checkout, or another day. */
  note: string | null;
}

const nothing: OtherPackages = {
  unpinned: [],
  otherVersions: '',
  byPackages: new Map(),
  built: null,
  note: null,
};

/**
 * Where no lockfile pins what is installed: builds with the versions that the checkout has, or with those of another day than the release's.
 */
export async function withOtherPackages(
  plan: Plan,
  first: Built,
  builder: Builder,
  known: {
    installed: readonly Material[];
    commitTime: string;
    directory: string;
    files: BuildFiles;
    released: ReadonlyMap<string, string>;
  },
  say: (message: string) => void,
): Promise<OtherPackages> {
  if (plan.lockfile !== null || plan.steps[0]?.phase !== 'install' || first.rebuild.materials.length === 0)
    return nothing;
  const { installed, commitTime } = known;
  const otherVersions =
    installed.length > 0 ? 'in node_modules' : plan.before === null ? 'when the commit was made' : 'today';
  const before = installed.length > 0 || plan.before !== null ? null : commitTime;
  say(`building with packages of ${installed.length > 0 ? 'the checkout' : 'another day'}`);
  const built = await builder.build(usualSetting(plan), { before, heldTo: installed });
  if (!isBuilt(built)) return { ...nothing, note: 'with packages of another day nothing could be built' };
  const manifest = objectOf(parseJson(known.files.texts.get(below(known.directory, 'package.json')) ?? ''));
  const ranges = Object.entries({
    ...objectOf(manifest.devDependencies),
    ...objectOf(manifest.dependencies),
  });
  const versions = ({ rebuild }: Built) =>
    new Map(rebuild.materials.map(({ name, version }) => [name, version]));
  const [ours, others] = [versions(first), versions(built)];
  const unpinned = ranges.flatMap(([name, range]) => {
    const [mine, other] = [ours.get(name), others.get(name)];
    if (mine === undefined || other === undefined || mine === other) return [];
    return [{ name, range: String(range), built: mine, other }];
  });
  const hashes = new Map(built.archive.entries.map(({ path, sha256 }) => [path, sha256]));
  const changed = [...differing(first, built)].map(
    (path) => [path, { asReleased: hashes.get(path) === known.released.get(path) }] as const,
  );
  return {
    built,
    note: null,
    otherVersions,
    unpinned: mentionedFirst(unpinned, known.files),
    byPackages: new Map(changed),
  };
}

/** Of the packages that are others, those that build files name; all where they name none. */
function mentionedFirst(unpinned: Facts['unpinned'], { texts, tools }: BuildFiles): Facts['unpinned'] {
  const all = [...texts].flatMap(([path, text]) => (path.endsWith('package.json') ? [] : [text])).join('\n');
  const named = unpinned.filter(({ name }) => {
    const last = name.slice(name.lastIndexOf('/') + 1);
    return all.includes(name) || tools.includes(last) || tools.some((tool) => name.startsWith(`@${tool}/`));
  });
  return named.length > 0 ? named : unpinned;
}
