import { z } from 'zod';
import { exitCodes } from '../../errors.js';
import { AttestError } from '../error.js';
import { notStrict, readJson } from '../read-json.js';
import { first } from '../signed.js';

/** Name of the index in a folder of attestations. */
export const indexName = 'index.jsonl';

/** Bytes; about 200,000 attestations. */
export const largestIndex = 64 * 2 ** 20;

const header = { reprove: 'attestations', version: 1 } as const;
const headerSchema = z.strictObject({
  reprove: z.literal(header.reprove),
  version: z.literal(header.version),
});

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

/** One attestation in an index: enough to find it, and nothing that anybody has to believe. */
export const indexEntrySchema = z.strictObject({
  sha256: hex(64).describe('Of the file.'),
  type: z.string().min(1).max(1_000).describe('Predicate type.'),
  subjects: z
    .array(z.strictObject({ name: z.string().max(1_000), sha512: hex(128).nullable() }))
    .min(1)
    .max(10_000)
    .describe('Name, and SHA-512 where one is stated, of each.'),
});
export type IndexEntry = z.infer<typeof indexEntrySchema>;

/**
 * Reads an index: a line of JSON for each attestation below the first, which says what it is. The same line twice, as a union merge
 * of git leaves it, counts once.
 *
 * @throws {AttestError} `E_INDEX_INVALID` (exit code 1) for anything else.
 */
export function readIndex(bytes: Buffer, where: string): Map<string, IndexEntry> {
  if (bytes.length > largestIndex) throw invalid(where, `it is larger than ${largestIndex} bytes`);
  const entries = new Map<string, IndexEntry>();
  const lines = bytes.toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [at, line] of lines.entries()) {
    const fail = (why: string) => invalid(where, `line ${at + 1}: ${why}`);
    const json = readJson(Buffer.from(line));
    if (json === null) throw fail(notStrict);
    if (headerSchema.safeParse(json.value).success) continue;
    if (at === 0) throw fail('it is no index of attestations of version 1');
    const entry = indexEntrySchema.safeParse(json.value);
    if (!entry.success) throw fail(first(entry.error));
    const known = entries.get(entry.data.sha256);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(entry.data))
      throw fail(`it says otherwise of ${entry.data.sha256} than an earlier line`);
    entries.set(entry.data.sha256, entry.data);
  }
  if (lines.length === 0) throw invalid(where, 'it is empty');
  return entries;
}

/** The text of an index. */
export const writeIndex = (entries: Iterable<IndexEntry>): string =>
  [header, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('');

const invalid = (where: string, why: string): AttestError =>
  new AttestError({
    code: 'E_INDEX_INVALID',
    message: `the index of ${where} can't be used: ${why}`,
    hint: 'Take a copy of the folder from before it was changed; docs/attestations.md describes it.',
    exitCode: exitCodes.failed,
  });
