import type { Result } from '../src/result.js';
import type { AlteredRegistry, Published } from './altered-registry.js';
import { type Measured, verify } from './command.js';
import { type Member, readMembers, textAt } from './tamperings/members.js';
import type { Honest } from './tamperings/tampering.js';

/** An honest release, and what the registry has of it. */
export interface HonestRelease extends Honest {
  published: Published;
  /** Options of `reprove verify` that it was verified with, as its copies are to be. */
  options: readonly string[];
}

/** Verifies a release as it is and reads it; throws when it does not pass, since nothing could be told from its copies. */
export async function honestRelease(
  spec: string,
  registry: AlteredRegistry,
  options: readonly string[],
): Promise<HonestRelease> {
  const { result } = await verify(spec, options, registry.environment);
  const { kind } = result.verdict;
  if (!['reproduced', 'inert'].includes(kind)) throw new Error(`is ${kind} before it is tampered with`);
  const published = await registry.published(result.release.name, result.release.version);
  const members = await readMembers(published.tarball);
  return { members, result, manifest: JSON.parse(textAt(members, 'package.json')), published, options };
}

/** Verifies a copy as if the registry had it; throws when something else was verified. */
export async function verifyAltered(
  { result: before, options }: HonestRelease,
  copy: Published,
  registry: AlteredRegistry,
): Promise<{ result: Result; measured: Measured }> {
  const { name, version, integrity } = before.release;
  registry.alter(name, version, copy);
  const { result, measured } = await verify(`${name}@${version}`, options, registry.environment);
  if (result.release.integrity === integrity)
    throw new Error('the honest release was verified: is another registry configured for its scope?');
  return { result, measured };
}

/** What the registry would say, had the copy been published: fields of package.json come from it. */
export function statedOf(
  { published, manifest }: HonestRelease,
  members: readonly Member[],
): Record<string, unknown> {
  const own = Object.entries(published.manifest).filter(([field]) => !(field in manifest));
  return { ...JSON.parse(textAt(members, 'package.json')), ...Object.fromEntries(own) };
}
