import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip, gzipSync } from 'node:zlib';
import { extract, type Header, pack } from 'tar-stream';

/** One member of a tarball, in order. */
export interface Member {
  header: Partial<Header> & { name: string };
  content: Buffer;
}

/** Where npm installs a member: its path without the first folder. */
export const pathOf = ({ header }: Member): string => header.name.replace(/^[^/]*\//, '');

/** The text of the member at an installed path; latin1, so that it can be written back byte for byte. */
export const textAt = (members: readonly Member[], path: string): string =>
  members.find((member) => pathOf(member) === path)!.content.toString('latin1');

/** Text as {@link rewritten} and {@link added} take it. */
export const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

/** The members with other content at one installed path. */
export function rewritten(members: readonly Member[], path: string, text: string): Member[] {
  const content = Buffer.from(text, 'latin1');
  return members.map((member) =>
    pathOf(member) === path ? { header: { ...member.header, size: content.length }, content } : member,
  );
}

/** The members and one more, below the folder that the others are in, or another; its text is latin1, as that of {@link textAt}. */
export function added(members: readonly Member[], path: string, content: string, root?: string): Member[] {
  const first = root ?? members[0]!.header.name.split('/')[0]!;
  return [...members, file(`${first}/${path}`, Buffer.from(content, 'latin1'))];
}

/** A plain file as npm packs one. */
export function file(name: string, content: Buffer, mode = 0o644): Member {
  const mtime = new Date(499162500000);
  return { header: { name, type: 'file', mode, size: content.length, mtime }, content };
}

/**
 * Reads a tarball that a registry sent. Of headers only what npm goes by is kept: extended ones of old packers name the path and the size
 * of what stood there, and would hold for what is put in its place.
 */
export async function readMembers(tarball: Buffer): Promise<Member[]> {
  const members: Member[] = [];
  const reader = Readable.from([tarball]).pipe(createGunzip()).pipe(extract());
  for await (const entry of reader) {
    const { name, type, mode, size, mtime, linkname } = entry.header;
    members.push({ header: { name, type, mode, size, mtime, linkname }, content: await buffer(entry) });
  }
  return members;
}

/** Packs members in their order. */
export async function writeMembers(members: readonly Member[]): Promise<Buffer> {
  const packer = pack();
  for (const { header, content } of members) packer.entry(header, content);
  packer.finalize();
  return gzipSync(await buffer(packer));
}
