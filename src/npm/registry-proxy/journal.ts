import type { SupplyLog } from '../../ecosystem.js';
import { materialOrder } from '../../sandbox/material-order.js';
import type { Material } from '../../sandbox/schema.js';

/** What a proxy served, refused and could not help, bounded however much a build asks for. */
export interface Journal {
  served(material: Material): void;
  /** `request` as it came, and why it was refused. */
  refused(request: string, reason: string): void;
  note(line: string): void;
  /** Something was answered that no lockfile pins. */
  looked(): void;
  /** Something was kept back for being the release under verification. */
  leftOut(): void;
  /** Something was not answered that would be another time. */
  failed(): void;
  read(): SupplyLog;
}

const lines = 200;
const lineLength = 240;

/** An empty journal. Lines that were written before are not written again. */
export function journal(): Journal {
  const materials = new Map<string, Material>();
  const refusals = boundedLines('requests were refused');
  const notes = boundedLines('notes were made');
  const flags = { pinnedOnly: true, leftOut: false, faulty: false };
  return {
    served: (material) =>
      void materials.set(`${material.name}@${material.version} ${material.integrity}`, material),
    refused: (request, reason) => refusals.add(`${request.slice(0, lineLength / 2)}: ${reason}`),
    note: (line) => notes.add(line),
    looked() {
      flags.pinnedOnly = false;
    },
    leftOut() {
      flags.leftOut = true;
    },
    failed() {
      flags.faulty = true;
    },
    read: () => ({
      ...flags,
      materials: [...materials.values()].sort(materialOrder),
      refusals: refusals.read(),
      notes: notes.read(),
    }),
  };
}

function boundedLines(what: string) {
  const kept = new Set<string>();
  let more = 0;
  return {
    add(line: string): void {
      const short = line.slice(0, lineLength);
      if (kept.size < lines) kept.add(short);
      else if (!kept.has(short)) more += 1;
    },
    // In order of text: in which order a client asks is chance, and the same build twice is to leave the same record.
    read(): string[] {
      const sorted = [...kept].sort();
      return more === 0 ? sorted : [...sorted, `${more} more ${what}`];
    },
  };
}
