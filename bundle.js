import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'rolldown';

// The command line in some files instead of hundreds: finding and reading each takes longer than the work of many a command. What others
// wrote stays where npm installs it, but for what most commands begin with: that is half of the files.
const bundled = ['commander', 'diff', 'packageurl-js', 'semver', 'tar-stream', 'zod'];
/** What these import themselves. */
const bundledWith = ['b4a', 'events-universal', 'fast-fifo', 'streamx', 'text-decoder'];

const packageOf = (name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)[0];
const options = {
  input: { reprove: 'dist/cli/main.js' },
  platform: 'node',
  external: (name) => !/^[./]/.test(name) && ![...bundled, ...bundledWith].includes(packageOf(name)),
};
const output = { dir: 'dist/bundle', format: 'esm', cleanDir: true };

const main = 'cli/main.js';
/**
 * What is loaded at a time, by the modules that it begins with: with every command, and with `diff`, which is held against programs that start in
 * no time. What it compares with is loaded while other threads unpack.
 */
const groups = {
  start: [main],
  diff: ['cli/diff/run.js', 'diff.js'],
  compare: ['diff/compare-sides.js', 'report/diff.js'],
};

const { output: chunks } = await build({ ...options, output, write: false });
const named = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
const beginsWith = new Map(
  chunks.flatMap((chunk) => (chunk.facadeModuleId ? [[relative('dist', chunk.facadeModuleId), chunk]] : [])),
);

/** The modules that a chunk is loaded with; none of an import that is no file of the bundle. */
function loadedWith(chunk, seen = new Set()) {
  if (chunk === undefined || seen.has(chunk)) return [];
  seen.add(chunk);
  return [
    ...Object.keys(chunk.modules),
    ...chunk.imports.flatMap((name) => loadedWith(named.get(name), seen)),
  ];
}

/** The group that each module is in: the first that is loaded with it. */
const groupOf = new Map();
for (const [name, beginnings] of Object.entries(groups)) {
  for (const beginning of beginnings) {
    const chunk = beginsWith.get(beginning);
    if (chunk === undefined) throw new Error(`${beginning} begins no file of the bundle`);
    for (const id of loadedWith(chunk)) if (!groupOf.has(id)) groupOf.set(id, name);
  }
}
groupOf.delete(resolve('dist', main));

const result = await build({
  ...options,
  // What a group is imported for need not be all that it exports.
  preserveEntrySignatures: 'allow-extension',
  output: {
    ...output,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: Object.keys(groups).map((name) => ({ name, test: (id) => groupOf.get(id) === name })),
    },
  },
});
chmodSync('dist/bundle/reprove.js', 0o755);

/** The licences of what others wrote and is in the bundle, which ask to be handed on with it. */
const folders = new Set(
  result.output.flatMap(({ modules = {} }) =>
    Object.keys(modules).flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []),
  ),
);
const licences = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no file with its licence`);
  return `${name}@${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
});
writeFileSync('dist/bundle/LICENSES.txt', licences.join(`\n${'-'.repeat(80)}\n\n`));
