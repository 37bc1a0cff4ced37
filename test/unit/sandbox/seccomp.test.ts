import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble, instruction } from '../../../src/sandbox/bpf.js';
import { compileSeccomp, seccompProfileSchema } from '../../../src/sandbox/seccomp.js';
import { syscallNumbers } from '../../../src/sandbox/syscall-numbers.js';

const profile = seccompProfileSchema.parse(
  JSON.parse(readFileSync(new URL('../../../sandbox/seccomp.json', import.meta.url), 'utf8')),
);
const audit = { x64: 0xc000003e, arm64: 0xc00000b7, i386: 0x40000003 };
const allow = 0x7fff0000;
const kill = 0x80000000;
const errno = (number: number) => 0x50000 + number;

/** What the kernel does with a filter: `struct seccomp_data` in, action out. */
function decide(filter: Buffer, architecture: number, number: number, args: bigint[] = []): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number >>> 0, 0);
  data.writeUInt32LE(architecture, 4);
  for (const [index, value] of args.entries())
    data.writeBigUInt64LE(BigInt.asUintN(64, value), 16 + index * 8);
  let accumulator = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const code = filter.readUInt16LE(at);
    const k = filter.readUInt32LE(at + 4);
    const jump = (holds: boolean) => {
      at += 8 * filter.readUInt8(at + (holds ? 2 : 3));
    };
    if (code === 0x20) accumulator = data.readUInt32LE(k);
    else if (code === 0x54) accumulator = (accumulator & k) >>> 0;
    else if (code === 0x15) jump(accumulator === k);
    else if (code === 0x25) jump(accumulator > k);
    else if (code === 0x06) return k;
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error('ran off the end');
}

const filter = compileSeccomp(profile, 'x64');
const call = (name: string, ...args: bigint[]) => decide(filter, audit.x64, syscallNumbers[name]![0]!, args);

describe('the seccomp filter', () => {
  it.each([
    'mount',
    'ptrace',
    'keyctl',
    'unshare',
    'setns',
    'bpf',
    'open_by_handle_at',
    'move_mount',
    'chroot',
  ])('refuses %s', (name) => expect(call(name)).toBe(errno(1)));

  it('says that clone3 and io_uring do not exist, so that programs fall back', () => {
    expect(['clone3', 'io_uring_setup'].map((name) => call(name))).toEqual([errno(38), errno(38)]);
  });

  it('kills a process that calls by another architecture', () => {
    expect(decide(filter, audit.i386, 20)).toBe(kill);
  });

  it('knows no x32 calls and none newer than itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 463, max: 0xffffffff }), (number) => {
        expect(decide(filter, audit.x64, number)).toBe(errno(38));
      }),
    );
    expect(decide(filter, audit.x64, 0x40000000 + 39)).toBe(errno(38));
  });

  it('lets fork and threads through and no new namespace', () => {
    const fork = 0x1200011n;
    const thread = 0x3d0f00n;
    expect([call('clone', fork), call('clone', thread)]).toEqual([allow, allow]);
    for (const flag of [0x20000n, 0x2000000n, 0x4000000n, 0x8000000n, 0x10000000n, 0x20000000n, 0x40000000n])
      expect(call('clone', fork | flag)).toBe(errno(1));
  });

  it('is not fooled by high bits that the kernel ignores', () => {
    const high = 0x100000000n;
    expect(call('ioctl', 0n, high | 0x5412n)).toBe(errno(1));
    expect(call('socket', high | 17n, 3n, 0n)).toBe(errno(97));
    expect(call('socket', high | 5n, 3n, 0n)).toBe(errno(97));
    expect(call('socket', high | 16n, 3n, 9n)).toBe(errno(97));
    expect(call('socket', 16n, 3n, high | 9n)).toBe(errno(93));
  });

  it('leaves unix, internet and routing sockets, and refuses every other family', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 0xffffffffn }), (family) => {
        const expected = [0n, 1n, 2n, 10n, 16n].includes(family) ? allow : errno(97);
        expect(call('socket', family, 1n, 0n)).toBe(expected);
      }),
      { examples: [[0n], [1n], [2n], [10n], [16n], [17n], [38n], [40n], [3n], [15n]] },
    );
  });

  it('leaves harmless personalities and the query', () => {
    expect([0n, 8n, 0x20000n, 0xffffffffn].map((value) => call('personality', value))).toEqual(
      Array(4).fill(allow),
    );
    expect([0x40000n, 0x440000n, 0x100008n].map((value) => call('personality', value))).toEqual(
      Array(3).fill(errno(1)),
    );
  });

  it('refuses exactly the calls that the profile names without conditions', () => {
    for (const [architecture, column] of [
      ['x64', 0],
      ['arm64', 1],
    ] as const) {
      const program = compileSeccomp(profile, architecture);
      const refused = new Map<number, number>();
      for (const rule of profile.syscalls.filter(({ args }) => args.length === 0))
        for (const name of rule.names) {
          const number = syscallNumbers[name]![column];
          if (number !== null) refused.set(number, errno(rule.errnoRet));
        }
      const conditional = new Set(
        profile.syscalls.flatMap(({ args, names }) =>
          args.length ? names.map((n) => syscallNumbers[n]![column]) : [],
        ),
      );
      for (let number = 0; number <= 462; number++)
        if (!conditional.has(number))
          expect([number, decide(program, audit[architecture], number)]).toEqual([
            number,
            refused.get(number) ?? allow,
          ]);
    }
  });

  it('does not compile a profile whose rule it can not place', () => {
    const rule = { comment: '', names: ['mounnt'], action: 'SCMP_ACT_ERRNO' as const, errnoRet: 1, args: [] };
    expect(() => compileSeccomp({ ...profile, syscalls: [rule] }, 'x64')).toThrow(/mounnt/);
  });

  it('does not read a profile with keys that it would not obey', () => {
    const rule = { ...profile.syscalls[0], includes: { caps: ['CAP_SYS_ADMIN'] } };
    expect(seccompProfileSchema.safeParse({ ...profile, syscalls: [rule] }).success).toBe(false);
  });
});

describe('assemble', () => {
  it('has no jumps backwards, to nowhere or too far', () => {
    const jump = instruction('jumpEqual', 1, { ifTrue: 'there' });
    const long = Array.from({ length: 256 }, () => instruction('finish', 0));
    expect(() => assemble([{ label: 'there' }, jump])).toThrow(RangeError);
    expect(() => assemble([jump])).toThrow(RangeError);
    expect(() => assemble([jump, ...long, { label: 'there' }])).toThrow(RangeError);
  });
});
