import type { Line } from '../text.js';
import type { Anatomy, Section } from './anatomy.js';
import { readElf } from './elf.js';
import { readMachO } from './mach-o.js';
import { readPe } from './pe.js';
import { readWasm } from './wasm.js';

/** By the names that `fileKind` gives. */
const readers: Readonly<Record<string, (bytes: Buffer) => Anatomy>> = {
  ELF: readElf,
  'Mach-O': readMachO,
  PE: readPe,
  WebAssembly: readWasm,
};

/**
 * What two program files of one kind ask of others, offer and consist of, as far as it differs. Null where there is no reader for the
 * kind, or the tables of a file lead outside it.
 */
export function nativeDifference(
  kind: string,
  reference: Buffer,
  release: Buffer,
): { summary: string[]; lines: Line[] } | null {
  const read = Object.hasOwn(readers, kind) ? readers[kind]! : null;
  if (read === null) return null;
  try {
    const [before, after] = [read(reference), read(release)];
    const imports = names('imports', before.imports, after.imports);
    const exports = names('exports', before.exports, after.exports);
    const sections = sectionLines(before.sections, after.sections, reference, release);
    return {
      summary: [imports, exports, sections].flatMap(({ summary }) => summary),
      lines: [imports, exports, sections].flatMap(({ lines }) => lines),
    };
  } catch (error) {
    // Tables that lead outside the file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Lines shown of one kind at most. */
const most = 60;

interface Part {
  summary: string[];
  lines: Line[];
}

function names(what: 'imports' | 'exports', before: string[], after: string[]): Part {
  const [old, now] = [new Set(before), new Set(after)];
  const removed = [...old].filter((name) => !now.has(name));
  const added = [...now].filter((name) => !old.has(name));
  const counts = [
    ...(added.length > 0 ? [`${added.length} added`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed`] : []),
  ];
  const show = (sign: '+' | '-', list: string[]) =>
    list.slice(0, most).map((name): Line => ({ sign, text: `${what} ${name}` }));
  return {
    summary: counts.length === 0 ? [] : [`${what}: ${counts.join(', ')}`],
    lines: [...show('+', added), ...show('-', removed)],
  };
}

function sectionLines(before: Section[], after: Section[], reference: Buffer, release: Buffer): Part {
  const [old, now] = [byName(before), byName(after)];
  const lines: Line[] = [];
  let count = 0;
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [theirs, ours] = [old.get(name), now.get(name)];
    const bytes = (of: Buffer, section: Section | undefined) =>
      section && of.subarray(section.start, section.start + section.size);
    const [left, right] = [bytes(reference, theirs), bytes(release, ours)];
    if (left !== undefined && right !== undefined && left.equals(right) && theirs!.size === ours!.size)
      continue;
    count += 1;
    if (lines.length >= most) continue;
    const words = (section: Section) => `section ${name}: ${section.size} bytes`;
    if (theirs !== undefined && theirs.size === ours?.size)
      lines.push({ sign: '@', text: `${words(theirs)}, ${differing(left!, right!)} of them differ` });
    else {
      if (theirs !== undefined) lines.push({ sign: '-', text: words(theirs) });
      if (ours !== undefined) lines.push({ sign: '+', text: words(ours) });
    }
  }
  return { summary: count === 0 ? [] : [`${count} section${count === 1 ? ' differs' : 's differ'}`], lines };
}

function byName(sections: Section[]): Map<string, Section> {
  const found = new Map<string, Section>();
  for (const section of sections) {
    let { name } = section;
    for (let again = 2; found.has(name); again += 1) name = `${section.name} (${again})`;
    found.set(name, section);
  }
  return found;
}

function differing(left: Buffer, right: Buffer): number {
  let count = 0;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) count += 1;
  return count;
}
