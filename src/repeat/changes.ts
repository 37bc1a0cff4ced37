import type { Material, Rebuild } from '../sandbox/schema.js';
import type { Change } from './schema.js';

/** What of one rebuild's world was another when it was run again. Pure. */
export function changesOf(before: Rebuild, now: Rebuild): Change[] {
  return [
    ...(before.engine === now.engine
      ? []
      : [{ kind: 'engine' as const, what: 'sandbox', before: before.engine, now: now.engine }]),
    ...toolChanges(before.toolMaterials, now.toolMaterials),
    ...materialChanges(before.materials, now.materials, now.failure === null),
  ];
}

function toolChanges(before: readonly Material[], now: readonly Material[]): Change[] {
  const known = byName(now);
  return before.flatMap((tool) => {
    const found = known.get(nameOf(tool));
    if (found === undefined || found.integrity === tool.integrity) return [];
    return [{ kind: 'tool', what: nameOf(tool), before: tool.integrity, now: found.integrity }];
  });
}

/** @param whole false: the build ended early, so that what it did not come to ask for is not lost. */
function materialChanges(before: readonly Material[], now: readonly Material[], whole: boolean): Change[] {
  const [old, current] = [byName(before), byName(now)];
  const gone = before.flatMap((material): Change[] => {
    const found = current.get(nameOf(material));
    if (found?.integrity === material.integrity || (found === undefined && !whole)) return [];
    const kind = found === undefined ? 'material-lost' : 'material-other';
    return [{ kind, what: nameOf(material), before: material.integrity, now: found?.integrity ?? null }];
  });
  const added = now
    .filter((material) => !old.has(nameOf(material)))
    .map(
      (material): Change => ({
        kind: 'material-new',
        what: nameOf(material),
        before: null,
        now: material.integrity,
      }),
    );
  return [...gone, ...added];
}

const nameOf = ({ name, version }: Material): string => `${name}@${version}`;

const byName = (materials: readonly Material[]): Map<string, Material> =>
  new Map(materials.map((material) => [nameOf(material), material]));
