import { parseStrictJson } from '../../compare/strict-json.js';
import { Refusal } from '../../sigstore/refusal.js';
import { isJson, type Json, objectOf, parseJson } from '../json-object.js';

/** The release that an attestation must be about. */
export interface Subject {
  /** Package URL. */
  purl: string;
  /** SHA-512 of the tarball that was read, hex. */
  sha512: string;
}

/** An in-toto statement (in-toto.io/Statement) about the release under verification. */
export interface Statement {
  predicateType: string;
  predicate: Json;
}

const types = ['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1'];

/** Bytes; npm's own are about two thousand. */
const maxBytes = 512 * 1_024;

/**
 * Reads the payload of an envelope and holds its subject against the release. Throws `Refusal`.
 *
 * @param listed The predicate type that the registry lists it under; not signed.
 */
export function readStatement(payload: Buffer, listed: unknown, subject: Subject): Statement {
  if (payload.length > maxBytes)
    throw new Refusal('too-large', `its payload is larger than ${maxBytes} bytes`);
  // Where readers of JSON may disagree on what was signed, nothing was.
  const json = parseStrictJson(payload) === null ? null : parseJson(payload.toString('utf8'));
  if (json === null) throw new Refusal('malformed', 'its payload is no JSON that all read alike');
  const { _type: type, predicateType, predicate } = json;
  if (typeof type !== 'string' || !types.includes(type))
    throw new Refusal('statement-type', `its payload is no in-toto statement: ${shown(type)}`);
  if (typeof predicateType !== 'string')
    throw new Refusal('malformed', 'its statement has no predicate type');
  if (predicateType !== listed) {
    const message = `the registry lists it as ${shown(listed)}, and ${shown(predicateType)} was signed`;
    throw new Refusal('listing-disagrees', message);
  }
  expectSubject(json.subject, subject);
  if (!isJson(predicate)) throw new Refusal('predicate-malformed', 'its predicate is no object');
  return { predicateType, predicate };
}

function expectSubject(given: unknown, { purl, sha512 }: Subject): void {
  const subjects = (Array.isArray(given) ? given : []).map(objectOf);
  const named = subjects.filter(({ name }) => name === purl);
  if (named.length === 0) {
    const message = `it is about ${shown(subjects[0]?.name)}, not about ${purl}`;
    throw new Refusal('subject-name', message);
  }
  if (!named.some(({ digest }) => objectOf(digest).sha512 === sha512)) {
    const other = shown(objectOf(named[0]?.digest).sha512);
    throw new Refusal(
      'subject-digest',
      `it is about other bytes: SHA-512 ${other}, the tarball's is ${sha512.slice(0, 16)}…`,
    );
  }
}

/** A value of the attestation's, short enough for a message. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
};
