import type { Material } from '../../sandbox/schema.js';

/** What a proxy served, refused and could not help, bounded however much a build asks for. */
export interface Journal {
  served(material: Material): void;
  /** `request` as it came, and why it was refused. */
  refused(request: string, reason: string): void;
  note(line: string): void;
  /** Materials sorted by name, then version. */
  read(): { materials: Material[]; refusals: string[]; notes: string[] };
}

const lines = 200;
const lineLength = 240;

/** An empty journal. Lines that were written before are not written again. */
export function journal(): Journal {
  const materials = new Map<string, Material>();
  const refusals = boundedLines('requests were refused');
  const notes = boundedLines('notes were made');
  return {
    served: (material) =>
      void materials.set(`${material.name}@${material.version} ${material.integrity}`, material),
    refused: (request, reason) => refusals.add(`${request.slice(0, lineLength / 2)}: ${reason}`),
    note: (line) => notes.add(line),
    read: () => ({
      materials: [...materials.values()].sort(
        (a, b) => order(a.name, b.name) || order(a.version, b.version) || order(a.integrity, b.integrity),
      ),
      refusals: refusals.read(),
      notes: notes.read(),
    }),
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function boundedLines(what: string) {
  const kept = new Set<string>();
  let more = 0;
  return {
    add(line: string): void {
      const short = line.slice(0, lineLength);
      if (kept.size < lines) kept.add(short);
      else if (!kept.has(short)) more += 1;
    },
    read: (): string[] => (more === 0 ? [...kept] : [...kept, `${more} more ${what}`]),
  };
}
