import { sameField } from '../manifest-order.js';
import type { Rewriting } from './rewriting.js';

/** Fields that pnpm and yarn take out of `publishConfig`: pnpm's list (`exportable-manifest`), which holds yarn's. */
const hoisted = new Set([
  'bin',
  'browser',
  'cpu',
  'engines',
  'es2015',
  'esnext',
  'exports',
  'imports',
  'libc',
  'main',
  'module',
  'os',
  'type',
  'types',
  'typesVersions',
  'typings',
  'umd:main',
  'unpkg',
]);

/** A field has the very value that the reference's own `publishConfig` states for it. */
export const hoistedField: Rewriting = ({ field, release, whole }) => {
  const config = whole.reference.get('publishConfig');
  if (!hoisted.has(field) || release === undefined || !(config instanceof Map)) return null;
  return sameField(field, config.get(field), release) ? `${field} taken from publishConfig` : null;
};

/** `publishConfig` lost what was hoisted out of it, and nothing was added to it or changed. */
export const spentPublishConfig: Rewriting = ({ field, reference, release, whole }) => {
  if (field !== 'publishConfig' || !(reference instanceof Map) || !(release instanceof Map)) return null;
  for (const [name, value] of release) if (!sameField(name, reference.get(name), value)) return null;
  const spent = [...reference.keys()].filter((name) => !release.has(name));
  const taken = spent.every(
    (name) => hoisted.has(name) && sameField(name, reference.get(name), whole.release.get(name)),
  );
  return taken ? `publishConfig without ${spent.join(', ')}` : null;
};
