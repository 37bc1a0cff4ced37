/** One instruction of classic BPF. Jumps name labels, which assembling turns into distances; null: the next one. */
export interface Instruction {
  code: number;
  /** Immediate operand, unsigned 32 bits. */
  k: number;
  ifTrue: string | null;
  ifFalse: string | null;
}

/** A place that jumps can name; takes no room in the program. */
export interface Label {
  label: string;
}

/** Codes of `linux/bpf_common.h`: class, size or operation, and source in one byte. */
const codes = {
  loadWord: 0x20, // BPF_LD | BPF_W | BPF_ABS
  and: 0x54, // BPF_ALU | BPF_AND | BPF_K
  jumpEqual: 0x15, // BPF_JMP | BPF_JEQ | BPF_K
  jumpGreater: 0x25, // BPF_JMP | BPF_JGT | BPF_K
  finish: 0x06, // BPF_RET | BPF_K
} as const;

/** Makes an instruction. Operands are taken modulo 2^32. */
export function instruction(
  name: keyof typeof codes,
  k: number,
  jumps: { ifTrue?: string; ifFalse?: string } = {},
): Instruction {
  return { code: codes[name], k: k >>> 0, ifTrue: jumps.ifTrue ?? null, ifFalse: jumps.ifFalse ?? null };
}

/**
 * The program as the kernel reads it: 8 bytes for each instruction (`struct sock_filter`: code, distances, operand),
 * little-endian like both architectures we support.
 *
 * Throws RangeError on a jump to nowhere, backwards, or over more than 255 instructions: classic BPF has none of them.
 */
export function assemble(parts: readonly (Instruction | Label)[]): Buffer {
  const program: Instruction[] = [];
  const places = new Map<string, number>();
  for (const part of parts) {
    if ('label' in part) places.set(part.label, program.length);
    else program.push(part);
  }
  const distance = (from: number, label: string | null): number => {
    if (label === null) return 0;
    const steps = (places.get(label) ?? -1) - from - 1;
    if (steps < 0 || steps > 255) throw new RangeError(`no jump from instruction ${from} to '${label}'`);
    return steps;
  };
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code, k, ifTrue, ifFalse }] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(distance(index, ifTrue), index * 8 + 2);
    bytes.writeUInt8(distance(index, ifFalse), index * 8 + 3);
    bytes.writeUInt32LE(k, index * 8 + 4);
  }
  return bytes;
}
