import type { CompressionShape } from './decompress.js';
import type { ArchiveForm } from './form.js';
import type { ArchiveShape, Member } from './scanner.js';
import type { Oddity } from './schema.js';

/** True for what npm installs as a file: plain, and the contiguous file of POSIX, which is one. */
export function isFile({ type }: Member): boolean {
  return type === '0' || type === '7';
}

/** What is odd about a member apart from where it lands. */
export function memberOddities(member: Member, { links }: ArchiveForm): Pick<Oddity, 'kind' | 'detail'>[] {
  const odd: Pick<Oddity, 'kind' | 'detail'>[] = [];
  if (member.oddName !== null)
    odd.push({ kind: 'invalid-path', detail: `Its stored path ${member.oddName}.` });
  for (const said of member.oddOverrides)
    odd.push({ kind: 'path-override', detail: `Of this file, ${said}.` });
  if (member.sparse) odd.push({ kind: 'sparse-entry', detail: 'It is stored as a file with holes.' });
  if (member.type === '1' || member.type === '2') {
    if (!links) odd.push({ kind: 'link', detail: 'It is a link, which npm does not install.' });
    else if (member.size > 0) odd.push({ kind: 'link', detail: 'It is a link with a content of its own.' });
  } else if (['3', '4', '6'].includes(member.type)) {
    odd.push({ kind: 'device', detail: 'It is a device or a pipe, which npm does not install.' });
  } else if (!isFile(member) && member.type !== '5' && member.type !== 'S') {
    odd.push({
      kind: 'unknown-entry-type',
      detail: `npm does not install type '${member.type}'; others may.`,
    });
  }
  return odd;
}

/** What is odd about an archive apart from its members. */
export function shapeOddities(shape: ArchiveShape, compression: CompressionShape): Oddity[] {
  const whole = (kind: Oddity['kind'], detail: string): Oddity => ({
    kind,
    path: null,
    detail,
    overwrites: false,
  });
  return [
    ...shape.globalOverrides.map((said) => whole('path-override', `In the archive, ${said}.`)),
    ...(shape.endsEarly
      ? [whole('trailing-data', 'Files follow a null block, where some readers stop.')]
      : []),
    ...(shape.bytesAfterEnd > 0
      ? [
          whole(
            'trailing-data',
            `${shape.bytesAfterEnd} bytes other than zero follow the end of the archive.`,
          ),
        ]
      : []),
    ...(compression.trailingBytes > 0
      ? [
          whole(
            'trailing-data',
            `${compression.trailingBytes} bytes other than zero follow the compressed data.`,
          ),
        ]
      : []),
    ...(compression.streams > 1
      ? [
          whole(
            compression.name === 'gzip' ? 'second-gzip-member' : 'second-stream',
            `The archive is compressed in ${compression.streams} pieces.`,
          ),
        ]
      : []),
  ];
}
