import { createHash } from 'node:crypto';
import { notStrict, readJson } from '../read-json.js';
import { first, readSigned } from '../signed.js';
import { statementSchema } from '../statement.js';
import { payloadType } from '../type-uris.js';
import type { IndexEntry } from './index-file.js';

/** The line of an index for an attestation; or why it belongs in no folder. Signatures are for whoever reads it to verify. */
export function describeAttestation(bytes: Buffer): IndexEntry | { fault: string } {
  const signed = readSigned(bytes);
  if ('fault' in signed) return { fault: signed.fault };
  if (signed.payloadType !== payloadType) return { fault: `its payload is ${signed.payloadType}` };
  const json = readJson(signed.payload);
  if (json === null) return { fault: `of its statement, ${notStrict}` };
  const statement = statementSchema.safeParse(json.value);
  if (!statement.success) return { fault: `its statement is none: ${first(statement.error)}` };
  const { subject, predicateType, predicate } = statement.data;
  const resource = predicate?.resourceUri;
  const sha512 = ({ digest }: (typeof subject)[number]): string | null =>
    /^[0-9a-f]{128}$/.test(digest.sha512 ?? '') ? digest.sha512! : null;
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    type: predicateType,
    subjects: subject.map((each) => ({
      name: (each.name ?? (typeof resource === 'string' ? resource : '')).slice(0, 1_000),
      sha512: sha512(each),
    })),
  };
}
