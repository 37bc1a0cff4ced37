/**
 * Makes tampered copies of real, honest releases and verifies them: each must be `differs` or `suspicious`, exit 1, and the
 * report must name exactly the tampered entries. Writes one JSON line a case to `bench/results/tampered.jsonl`.
 *
 *   npm run bench:tampered -- [spec…] [-- options of verify]
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip, gzipSync } from 'node:zlib';
import { extract, type Header, pack } from 'tar-stream';
import type { Result } from '../src/result.js';
import { benchArguments } from './arguments.js';
import { measure, verify } from './command.js';

/** One member of a tarball, in order. */
interface Member {
  header: Partial<Header> & { name: string };
  content: Buffer;
}

/** A way to tamper with a release: the new members, and the installed paths that must be named. */
interface Tampering {
  name: string;
  apply(members: Member[], honest: Result): { members: Member[]; paths: string[] };
}

const { specs, options } = benchArguments([
  'lru-cache@11.3.6',
  'uuid@14.0.1',
  'execa@10.0.1',
  'express@5.2.1',
  'signal-exit@4.1.0',
]);

const file = (path: string, content: string): Member => ({
  header: {
    name: path,
    type: 'file',
    mode: 0o644,
    size: Buffer.byteLength(content),
    mtime: new Date(499162500000),
  },
  content: Buffer.from(content),
});

const withContent = (member: Member, content: Buffer): Member => ({
  header: { ...member.header, size: content.length },
  content,
});

const editManifest = (
  members: Member[],
  edit: (manifest: Record<string, Record<string, string>>) => void,
): Member[] =>
  members.map((member) => {
    if (member.header.name !== 'package/package.json') return member;
    const manifest = JSON.parse(member.content.toString());
    edit(manifest);
    return withContent(member, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  });

/** A word whose change is a change of meaning. */
const token = /\b(true|false|return|const|let|var)\b/;

/** The script that stands for built code: one with such a word, by preference one that a rebuild accounted for. */
function script(honest: Result, members: readonly Member[]): string {
  const texts = new Map(members.map(({ header, content }) => [header.name, content.toString('latin1')]));
  const scripts = (honest.comparison?.entries ?? []).filter(
    ({ path }) => /\.[cm]?js$/.test(path) && token.test(texts.get(`package/${path}`) ?? ''),
  );
  return (scripts.find(({ evidence }) => evidence.kind === 'rebuild') ?? scripts[0])!.path;
}

const tamperings: Tampering[] = [
  {
    name: 'new file run by a postinstall script',
    apply: (members) => ({
      members: [
        ...editManifest(members, (manifest) => {
          manifest.scripts = { ...manifest.scripts, postinstall: 'node setup.cjs' };
        }),
        file('package/setup.cjs', "console.log('inert marker');\n"),
      ],
      paths: ['package.json', 'setup.cjs'],
    }),
  },
  {
    name: 'one token changed in a built file',
    apply: (members, honest) => {
      const path = script(honest, members);
      return {
        members: members.map((member) => {
          if (member.header.name !== `package/${path}`) return member;
          const text = member.content.toString('latin1');
          const changed = text.replace(token, (token) => (token === 'true' ? 'false' : 'void'));
          return withContent(member, Buffer.from(changed, 'latin1'));
        }),
        paths: [path],
      };
    },
  },
  {
    name: 'dependency added in package.json only',
    apply: (members) => ({
      members: editManifest(members, (manifest) => {
        manifest.dependencies = { ...manifest.dependencies, 'plain-marker': '^1.0.0' };
      }),
      paths: ['package.json'],
    }),
  },
  {
    name: 'index.js twice in the archive',
    apply: (members) => ({
      members: [
        ...members,
        file('package/index.js', "module.exports = 'first';\n"),
        file('package/index.js', "module.exports = 'second';\n"),
      ],
      paths: ['index.js'],
    }),
  },
  {
    name: 'file under a second top-level folder that overwrites an entry point',
    apply: (members, honest) => {
      const path = script(honest, members);
      return { members: [...members, file(`zz/${path}`, "module.exports = 'other root';\n")], paths: [path] };
    },
  },
];

async function readMembers(tarball: string): Promise<Member[]> {
  const members: Member[] = [];
  const reader = Readable.from([await readFile(tarball)])
    .pipe(createGunzip())
    .pipe(extract());
  for await (const entry of reader) members.push({ header: entry.header, content: await buffer(entry) });
  return members;
}

async function writeMembers(members: readonly Member[], to: string): Promise<void> {
  const packer = pack();
  for (const { header, content } of members) packer.entry(header, content);
  packer.finalize();
  await writeFile(to, gzipSync(await buffer(packer)));
}

/** Paths that the report says nothing accounts for, or that the archive's oddities name. */
function named(result: Result): string[] {
  const odd = result.archive.oddities.filter(({ overwrites }) => overwrites).map(({ path }) => path);
  return [...new Set([...result.verdict.unexplained.map(({ path }) => path), ...odd])]
    .filter((path) => path !== null)
    .sort();
}

const folder = await mkdtemp(join(tmpdir(), 'reprove-bench-'));
const lines: string[] = [];
for (const spec of specs) {
  const honest = (await verify(spec, options)).result;
  const packed = await measure('npm', ['pack', spec, '--silent'], folder);
  const members = await readMembers(join(folder, packed.stdout.trim()));
  for (const tampering of tamperings) {
    const tampered = tampering.apply(members, honest);
    const tarball = join(folder, 'tampered.tgz');
    await writeMembers(tampered.members, tarball);
    const { result, measured } = await verify(tarball, options);
    const flagged = ['differs', 'suspicious'].includes(result.verdict.kind) && measured.exitCode === 1;
    const left = new Set(honest.verdict.unexplained.map(({ path }) => path));
    const paths = named(result).filter((path) => tampered.paths.includes(path) || !left.has(path));
    const exact = JSON.stringify(paths) === JSON.stringify([...tampered.paths].sort());
    if (!flagged || !exact) process.exitCode = 1;
    lines.push(
      JSON.stringify({
        release: honest.release.purl,
        tampering: tampering.name,
        verdict: result.verdict.kind,
        exitCode: measured.exitCode,
        tampered: tampered.paths,
        named: paths,
        signals: [...new Set(result.findings.map(({ signal }) => signal))],
        seconds: Math.round(measured.seconds * 10) / 10,
      }),
    );
    console.log(
      `${flagged && exact ? 'ok  ' : 'FAIL'} ${spec}  ${tampering.name}: ${result.verdict.kind}, named ${paths.join(', ')}`,
    );
  }
}
await rm(folder, { recursive: true });
await mkdir('bench/results', { recursive: true });
await writeFile('bench/results/tampered.jsonl', `${lines.join('\n')}\n`);
