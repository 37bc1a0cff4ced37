import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';

/** What a tarball of the same files says besides them. */
export interface TarHeaders {
  members: readonly Pick<Header, 'name' | 'mode' | 'mtime' | 'uid' | 'gid' | 'uname' | 'type'>[];
  gzip: { level: number; system: number; time: number };
}

/** Reads the headers of a tarball that was read before, within the limits of archives. */
export async function tarHeaders(tarball: string, signal: AbortSignal): Promise<TarHeaders> {
  const members: Header[] = [];
  const tar = extract();
  tar.on('entry', (header, body, next) => {
    members.push(header);
    body.on('end', next);
    body.resume();
  });
  await pipeline(createReadStream(tarball), createGunzip(), tar, { signal });
  const file = await open(tarball);
  try {
    // RFC 1952: two bytes of magic, method, flags, time, extra flags, operating system.
    const { buffer } = await file.read(Buffer.alloc(10), 0, 10, 0);
    return { members, gzip: { time: buffer.readUInt32LE(4), level: buffer[8]!, system: buffer[9]! } };
  } finally {
    await file.close();
  }
}

/** In what two tarballs of the same files differ, one line each. Pure. */
export function headerDifferences(built: TarHeaders, released: TarHeaders): string[] {
  const names = ({ members }: TarHeaders) => members.map(({ name }) => name);
  const of = (headers: TarHeaders, field: (one: TarHeaders['members'][number]) => string) =>
    [...new Set(headers.members.map(field))].sort();
  const told = (what: string, field: (one: TarHeaders['members'][number]) => string): string[] => {
    const [ours, theirs] = [of(built, field), of(released, field)];
    return ours.join() === theirs.join()
      ? []
      : [`${what}: ${some(theirs)} in the release, ${some(ours)} when it is packed here`];
  };
  const [ours, theirs] = [names(built), names(released)];
  const sameNames = [...ours].sort().join('\n') === [...theirs].sort().join('\n');
  const order = sameNames && ours.join('\n') !== theirs.join('\n') ? ['the files are in another order'] : [];
  return [
    ...order,
    ...(sameNames ? [] : told('first folder', ({ name }) => name.split('/')[0]!)),
    ...told('kinds of members', ({ type }) => type ?? 'file'),
    ...told('times', ({ mtime }) => mtime?.toISOString() ?? 'none'),
    ...told('permissions', ({ mode }) => (mode ?? 0).toString(8)),
    ...told('owner', ({ uid, gid, uname }) => `${uid ?? ''}:${gid ?? ''}${uname ? ` (${uname})` : ''}`),
  ];
}

const systems: Record<number, string> = {
  0: 'DOS',
  3: 'Unix',
  7: 'old macOS',
  10: 'Windows',
  11: 'Windows',
  19: 'macOS',
  255: 'unknown',
};

/** In what the compression of two equal tar streams differs, in one line. Pure. */
export function gzipDifference({ gzip: ours }: TarHeaders, { gzip: theirs }: TarHeaders): string {
  const system = (code: number) => systems[code] ?? `system ${code}`;
  if (ours.system !== theirs.system)
    return `gzip names ${system(theirs.system)} as the system of the release, and ${system(ours.system)} here`;
  if (ours.level !== theirs.level) return 'gzip was asked for another level';
  if (ours.time !== theirs.time) return 'gzip names another time';
  return 'another zlib, as other versions of node have, made other blocks';
}

const some = (all: readonly string[]): string =>
  all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ') || 'none';
