import { type Json, type JsonObject, writeJson } from '../../compare/strict-json.js';

/** Maps that npm and node read by key. In `exports`, `imports`, `browser` and `typesVersions` the first match wins, so they are not here. */
const readByKey = new Set([
  'author',
  'bugs',
  'dependencies',
  'dependenciesMeta',
  'devDependencies',
  'directories',
  'engines',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'repository',
  'scripts',
]);

const byKey = (object: JsonObject): JsonObject => new Map([...object].sort(([a], [b]) => (a < b ? -1 : 1)));

/** One field, with its keys in order where npm reads it by key. */
const field = (name: string, value: Json): Json =>
  readByKey.has(name) && value instanceof Map ? byKey(value) : value;

/** One spelling for a package.json: order of keys is gone where it means nothing, and kept everywhere else. */
export function writeManifest(manifest: JsonObject): string {
  return writeJson(byKey(new Map([...manifest].map(([name, value]) => [name, field(name, value)]))));
}

/** Whether a field has the same meaning on both sides. */
export function sameField(name: string, left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return writeJson(field(name, left)) === writeJson(field(name, right));
}
