import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import pacote from 'pacote';
import { describe, expect, it } from 'vitest';
import { ArchiveError } from '../../../src/archive/error.js';
import { readArchive } from '../../../src/archive/read.js';
import { archiveLimitsSchema } from '../../../src/config/schema.js';
import { temporaryFolder } from '../../support/folder.js';
import { paxRecord, type TarEntry, tarball, tarHeader } from '../../support/tarball.js';

const limits = archiveLimitsSchema.parse(undefined);
const runs = Number(process.env.REPROVE_FUZZ_RUNS ?? 150);

const pathOf = (...parts: string[]) =>
  fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 4 }).map((chosen) => chosen.join('/'));
const plainPath = pathOf('a', 'b', 'a.js').map((path) => `package/${path}`);
const hostilePath = pathOf(
  'a',
  'b',
  'A',
  '',
  '.',
  '..',
  'c:',
  'C:a',
  'a\\b',
  '..\\a',
  '\\',
  '\u00e9',
  'a\nb',
  ' ',
);
const longPath = plainPath.map((path) => `package/${'long/'.repeat(25)}${path}`);
const path = fc.oneof(plainPath, plainPath, hostilePath, longPath);

/** Bodies that are headers themselves: a reader that loses its place would install what they name. */
const smuggled = fc.constantFrom('package/evil.js', 'package/a').map((name) => tarHeader({ path: name }));
const body = fc.oneof(fc.constantFrom<string | Buffer>('', 'x', 'y'.repeat(511), 'z'.repeat(513)), smuggled);
const records = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom('path', 'linkpath', 'comment', 'GNU.sparse.major'), path),
      fc.tuple(fc.constantFrom('size'), fc.constantFrom('0', '1', '512', '513', '1024')),
      fc.tuple(
        fc.constant('comment'),
        path.map((name) => `c\n${paxRecord('path', name)}`),
      ),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((pairs) => pairs as [string, string][]);

const honest = fc.record({ path: plainPath, content: body });
const member = fc.record(
  {
    path,
    content: body,
    type: fc.constantFrom('0', '\0', '1', '2', '3', '5', '6', '7', 'D', 'S', 'V', 'Z'),
    linkname: fc.constantFrom('', '', 'a', '../../a'),
    pax: records,
    size: fc.constantFrom(0, 1, 512, 1024),
  },
  { requiredKeys: ['path'] },
);
const extension = fc.oneof(
  fc.record({
    path: fc.constant('././@LongLink'),
    type: fc.constantFrom('L', 'K', 'N'),
    content: path.map((name) => `${name}\0`),
  }),
  fc.record({
    path: fc.constant('PaxHeader'),
    type: fc.constantFrom('x', 'g', 'X'),
    content: records.map((pairs) => pairs.map(([key, value]) => paxRecord(key, value)).join('')),
  }),
);
/** Header fields written with what a number or a name is not, the checksum still right. */
const field = fc.tuple(
  fc.constantFrom(0, 99, 100, 124, 130, 135, 148, 156, 157, 257, 263, 345, 474, 475),
  fc.constantFrom(
    '',
    '\0',
    ' ',
    '0',
    '7',
    '8',
    '-1',
    ' 1 ',
    '1\0',
    '\x80',
    '\xff',
    '\n',
    '\0\nb',
    '/',
    'ustar  \0',
    '..',
  ),
);
const forged = fc
  .tuple(fc.oneof(honest, member), fc.array(field, { minLength: 1, maxLength: 2 }))
  .map(([entry, fields]) => {
    const change = (header: Buffer) => {
      for (const [at, text] of fields) header.write(text, at, 'latin1');
    };
    return {
      path: entry.path,
      content: entry.content ?? '',
      rawHeader: tarHeader(entry as TarEntry, change),
    };
  });
const nullBlock = fc.constant<TarEntry>({ path: '', rawHeader: Buffer.alloc(512) });
const entries = fc.array<TarEntry>(
  fc.oneof(honest, honest, member, member, forged, extension, nullBlock) as fc.Arbitrary<TarEntry>,
  {
    minLength: 1,
    maxLength: 6,
  },
);

/** What npm leaves in a folder: path to SHA-256, links aside, of which it makes none. */
async function installedByNpm(tarballPath: string, folder: string): Promise<Map<string, string> | null> {
  const reached = await pacote.extract(`file:${tarballPath}`, folder).then(
    () => true,
    // Not there because the archive has none, which is not what is asked here.
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT' && String(error.path).endsWith('package.json'),
  );
  if (!reached) return null;
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const hashed = await Promise.all(
    files.map(
      async (file) =>
        [
          relative(folder, file),
          createHash('sha256')
            .update(await readFile(file))
            .digest('hex'),
        ] as const,
    ),
  );
  return new Map(hashed.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('readArchive', () => {
  it('lists what npm installs, whatever is in the archive, or refuses it', { timeout: 600_000 }, async () => {
    const folder = await temporaryFolder();
    let run = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(entries, async (members) => {
        const tarballPath = join(folder, `${run++}.tgz`);
        await writeFile(tarballPath, tarball(members));
        const read = await readArchive(tarballPath, { limits }).catch((error: unknown) => {
          if (error instanceof ArchiveError) return null;
          throw error;
        });
        // What npm makes of a file with the target of a link depends on its version: nothing, the file, or a wait without end.
        // At a path with a NUL npm's tar throws where nothing can catch it, and its promise never settles.
        const unsettled = read?.archive.oddities.some(({ detail }) =>
          /target of a link|a NUL in it/.test(detail),
        );
        if (read === null || unsettled === true) return;
        const byNpm = await installedByNpm(tarballPath, join(folder, String(run)));
        if (byNpm === null) return;
        compared++;
        const byUs = new Map(read.archive.entries.map((entry) => [entry.path, entry.sha256]));
        expect(Object.fromEntries(byUs)).toEqual(Object.fromEntries(byNpm));
      }),
      { numRuns: runs },
    );
    // Refusing or failing at everything would prove nothing.
    expect(compared).toBeGreaterThan(runs / 6);
  });
});
