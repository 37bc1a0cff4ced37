/**
 * Verifies a list of real source releases of Debian with the built command line and writes one JSON line each to
 * `bench/results/source-tarballs.jsonl`, and a summary to `bench/results/source-tarballs.md`. Fails when one that its tag accounts for is not
 * `reproduced`, or any is `suspicious`.
 *
 *   npm run bench:source-tarballs -- [list.tsv] [--mirrors dir] [--archive uri] [--keys file] [--only text] [--to folder] [--make-dist] [-- options of verify]
 *
 * A list has the columns of `source-tarballs.tsv`: package, version, suites, repository (owner/name), tag, and what a study found. Suites
 * are looked for in the machine's own archive unless another is given. Where a release leads to no repository, the list's is given.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { aptSources } from '../src/autotools/debian/apt-sources.js';
import { verify } from './command.js';
import { mirrorsIn } from './mirrors.js';
import { runHead } from './run-head.js';
import { type TarballLine, tarballLine } from './source-tarballs/line.js';
import { type ListedTarball, readTarballs, usualTarballs } from './source-tarballs/list.js';
import { tarballSummary } from './source-tarballs/summary.js';

const split = process.argv.indexOf('--', 2);
const { values, positionals } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  allowPositionals: true,
  options: {
    mirrors: { type: 'string' },
    archive: { type: 'string' },
    keys: { type: 'string' },
    only: { type: 'string' },
    to: { type: 'string', default: 'bench/results' },
    'make-dist': { type: 'boolean', default: false },
  },
});
const options = split === -1 ? [] : process.argv.slice(split + 1);
const listed = (await readTarballs(positionals[0] ?? usualTarballs)).filter(
  ({ spec, repository }) =>
    values.only === undefined ||
    values.only.split(',').some((text) => `${spec} ${repository}`.includes(text)),
);
if (listed.length === 0) throw new Error('the list has no such release');

const own = (await aptSources('/etc/apt')).find(({ uri }) => /\/debian$/.test(uri));
const archive = values.archive ?? own?.uri;
if (archive === undefined) throw new Error('no archive of Debian is known here: give one with --archive');
const signedBy = values.keys === undefined ? own?.signedBy : [values.keys];

const head = runHead('npm run bench:source-tarballs -- --mirrors <dir>');
const folder = await mkdtemp(join(tmpdir(), 'reprove-tarballs-'));
const mirrors = await mirrorsIn(values.mirrors);
const lines: TarballLine[] = [];
const started = performance.now();
try {
  for (const one of listed) {
    const line = await attempt(one);
    lines.push(line);
    console.log(
      `${String(lines.length).padStart(2)}/${listed.length}  ${one.spec}  ${line.verdict}  ${line.seconds} s  ${line.message.slice(0, 150)}`,
    );
  }
} finally {
  await mirrors.remove();
  await rm(folder, { recursive: true });
}
const to = {
  lines: join(values.to, 'source-tarballs.jsonl'),
  summary: join(values.to, 'source-tarballs.md'),
};
await mkdir(values.to, { recursive: true });
await writeFile(to.lines, `${[head, ...lines].map((line) => JSON.stringify(line)).join('\n')}\n`);
await writeFile(to.summary, tarballSummary(lines, head, (performance.now() - started) / 1000));
const failed = lines.filter(
  ({ byTag, verdict }) => verdict === 'suspicious' || (byTag && verdict !== 'reproduced'),
);
for (const { spec, verdict, message } of failed)
  console.error(`not as expected: ${spec} ${verdict}: ${message}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function attempt(one: ListedTarball): Promise<TarballLine> {
  const config = ['--config', await configuration(one)];
  let located = true;
  try {
    let { result, measured } = await verify(one.spec, [...config, ...options]);
    if (result.source === null) {
      located = false;
      const source = ['--source', `https://github.com/${one.repository}`];
      ({ result, measured } = await verify(one.spec, [...config, ...source, ...options]));
    }
    return tarballLine(one, result, { measured, located });
  } catch (error) {
    return tarballLine(one, error as Error, { measured: null, located });
  }
}

/** Suites of the archive, and mirrors of repositories where there are some. */
async function configuration({ suites, repository }: ListedTarball): Promise<string> {
  const [, mirrored] = await mirrors.options(repository);
  const sourceMirrors =
    mirrored === undefined
      ? []
      : (JSON.parse(await readFile(mirrored, 'utf8')) as { sourceMirrors: object[] }).sourceMirrors;
  const file = join(folder, 'config.json');
  // Toolchains, and systems to make documents in, are had from suites of other years than the release's.
  const all = [...new Set([...suites, 'bullseye', 'bookworm', 'trixie', 'sid'])];
  const debianArchives = [{ uri: archive, suites: all, ...(signedBy ? { signedBy } : {}) }];
  await writeFile(
    file,
    JSON.stringify({ sourceMirrors, debianArchives, rebuild: { makeDist: values['make-dist'] } }),
  );
  return file;
}
