import type { Finding } from '../judge/schema.js';
import { findingOf } from '../judge/signal.js';
import type { EarlierRelease } from './earlier-releases.js';
import { type Manifest, statedRepository } from './identify.js';
import { isJson, objectOf } from './json-object.js';
import { publisherChangedSignal, repositoryChangedSignal } from './signals/resolving.js';
import { sameAddress } from './source-claim.js';

/**
 * How a release was made against how those before it were: by whom, by which method, from which repository. Bytes that their source
 * accounts for say nothing of it: a stolen account can name a source of its own. Pure.
 *
 * @param earlier Nearest first; what they don't state tells nothing.
 */
export function makingChanged(registry: Manifest, earlier: readonly EarlierRelease[]): Finding[] {
  return [publisher(registry, earlier), method(registry, earlier), repository(registry, earlier)].filter(
    (finding) => finding !== null,
  );
}

function publisher(registry: Manifest, earlier: readonly EarlierRelease[]): Finding | null {
  const name = userOf(registry)?.name;
  const before = earlier.flatMap(({ manifest }) => userOf(manifest)?.name ?? []);
  if (name === undefined || before.length === 0 || before.includes(name)) return null;
  const maintained = earlier.some(({ manifest }) => maintainersOf(manifest).includes(name));
  const others = [...new Set(before)].slice(0, 5).map(quoted).join(', ');
  return findingOf(publisherChangedSignal, {
    path: null,
    severity: maintained ? 'low' : 'medium',
    message: `published by ${quoted(name)}, ${maintained ? 'a maintainer who published none' : 'who is no publisher or maintainer'} of the ${earlier.length} releases before; those were by ${others}`,
  });
}

/** Trusted publishing (OIDC) gives way to a token: what a stolen token looks like. */
function method(registry: Manifest, [previous]: readonly EarlierRelease[]): Finding | null {
  const trusted = userOf(previous?.manifest)?.trustedPublisher;
  if (previous === undefined || trusted === undefined || userOf(registry)?.trustedPublisher !== undefined)
    return null;
  return findingOf(publisherChangedSignal, {
    path: null,
    message: `published with a token or password; ${previous.version} was by trusted publishing from ${quoted(trusted)}`,
  });
}

function repository(registry: Manifest, earlier: readonly EarlierRelease[]): Finding | null {
  const now = statedRepository(registry.repository).repository;
  for (const { version, manifest } of earlier) {
    const before = statedRepository(manifest.repository).repository;
    if (before === null) continue;
    if (now !== null && sameAddress(now, before)) return null;
    return findingOf(repositoryChangedSignal, {
      path: 'package.json',
      message: `${now === null ? 'no repository is stated' : `the repository is ${quoted(now)}`}; of ${version} it was ${quoted(before)}`,
    });
  }
  return null;
}

function userOf(
  manifest: Manifest | undefined,
): { name: string; trustedPublisher: string | undefined } | null {
  const { name, trustedPublisher } = objectOf(manifest?._npmUser);
  if (typeof name !== 'string' || name === '') return null;
  if (!isJson(trustedPublisher)) return { name, trustedPublisher: undefined };
  const { id } = trustedPublisher;
  return { name, trustedPublisher: typeof id === 'string' ? id : 'an unnamed service' };
}

function maintainersOf({ maintainers }: Manifest): string[] {
  return (Array.isArray(maintainers) ? maintainers : []).flatMap((one: unknown) => {
    const { name } = objectOf(one);
    return typeof name === 'string' ? [name] : [];
  });
}

const quoted = (text: string) => JSON.stringify(text.slice(0, 120));
