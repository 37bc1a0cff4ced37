import { z } from 'zod';
import { assemble, type Instruction, instruction, type Label } from './bpf.js';
import { newestSyscall, syscallNumbers } from './syscall-numbers.js';

/**
 * The part of docker's seccomp profile format (the OCI runtime specification's, with `archMap`) that `sandbox/seccomp.json`
 * uses. Strict: a key that we would not obey must not be in the file.
 */
export const seccompProfileSchema = z.strictObject({
  comment: z.string(),
  defaultAction: z.literal('SCMP_ACT_ALLOW'),
  archMap: z.array(z.strictObject({ architecture: z.string(), subArchitectures: z.tuple([]) })),
  syscalls: z.array(
    z.strictObject({
      comment: z.string(),
      names: z.array(z.string()).min(1),
      action: z.literal('SCMP_ACT_ERRNO'),
      errnoRet: z.int().min(1).max(4_095),
      args: z
        .array(
          z.strictObject({
            index: z.int().min(0).max(5),
            value: z.int().nonnegative(),
            valueTwo: z.int().nonnegative(),
            op: z.enum(['SCMP_CMP_NE', 'SCMP_CMP_GT', 'SCMP_CMP_MASKED_EQ']),
          }),
        )
        .default([]),
    }),
  ),
});
export type SeccompProfile = z.infer<typeof seccompProfileSchema>;
type Condition = SeccompProfile['syscalls'][number]['args'][number];

/** Architectures that a filter can be made for, by Node's names. */
export type SeccompArchitecture = 'x64' | 'arm64';

/** `AUDIT_ARCH_*` of `linux/audit.h`, and the column of our table of numbers. */
const architectures = {
  x64: { audit: 0xc000003e, column: 0 },
  arm64: { audit: 0xc00000b7, column: 1 },
} as const;

const results = { allow: 0x7fff0000, killProcess: 0x80000000, errno: 0x00050000 } as const;
const noSuchCall = 38; // ENOSYS

/** Offsets in `struct seccomp_data`. */
const fields = { number: 0, architecture: 4, argument: (index: number) => 16 + index * 8 } as const;

/**
 * The profile as a filter program for `bwrap --seccomp`. Beyond what the profile says: a call of another architecture
 * kills the process, and calls newer than we know do not exist; those of x32 have numbers far above and go the same way.
 *
 * Throws RangeError when the profile names a call that our table does not know: a rule may not vanish.
 */
export function compileSeccomp(profile: SeccompProfile, architecture: SeccompArchitecture): Buffer {
  const { audit, column } = architectures[architecture];
  const program: (Instruction | Label)[] = [
    instruction('loadWord', fields.architecture),
    instruction('jumpEqual', audit, { ifTrue: 'native' }),
    instruction('finish', results.killProcess),
    { label: 'native' },
    instruction('loadWord', fields.number),
    instruction('jumpGreater', newestSyscall, { ifFalse: 'known' }),
    instruction('finish', results.errno | noSuchCall),
    { label: 'known' },
  ];
  for (const rule of profile.syscalls) {
    for (const name of rule.names) {
      const numbers = syscallNumbers[name];
      if (numbers === undefined) throw new RangeError(`no number is known for the system call '${name}'`);
      const number = numbers[column];
      if (number !== null) program.push(...ruleBlock(number, rule.args, rule.errnoRet, `${program.length}`));
    }
  }
  return assemble([...program, instruction('finish', results.allow)]);
}

/** One rule for one call: refuses when every condition holds. Expects the call's number loaded, and leaves it so. */
function ruleBlock(
  number: number,
  conditions: readonly Condition[],
  errno: number,
  id: string,
): (Instruction | Label)[] {
  const end = `${id} end`;
  const refuse = instruction('finish', results.errno | errno);
  if (conditions.length === 0) {
    return [instruction('jumpEqual', number, { ifFalse: end }), refuse, { label: end }];
  }
  const differs = `${id} differs`;
  return [
    instruction('jumpEqual', number, { ifFalse: end }),
    ...conditions.flatMap((condition, index) => conditionBlock(condition, differs, `${id} holds ${index}`)),
    refuse,
    { label: differs },
    instruction('loadWord', fields.number),
    { label: end },
  ];
}

/** Goes on behind itself when the condition holds for the 64-bit argument, else to `differs`. */
function conditionBlock(
  { index, value, valueTwo, op }: Condition,
  differs: string,
  holds: string,
): (Instruction | Label)[] {
  const low = instruction('loadWord', fields.argument(index));
  const high = instruction('loadWord', fields.argument(index) + 4);
  const [valueHigh, twoHigh] = [Math.floor(value / 2 ** 32), Math.floor(valueTwo / 2 ** 32)];
  switch (op) {
    case 'SCMP_CMP_NE':
      return [
        high,
        instruction('jumpEqual', valueHigh, { ifFalse: holds }),
        low,
        instruction('jumpEqual', value, { ifTrue: differs }),
        { label: holds },
      ];
    case 'SCMP_CMP_GT':
      return [
        high,
        instruction('jumpGreater', valueHigh, { ifTrue: holds }),
        instruction('jumpEqual', valueHigh, { ifFalse: differs }),
        low,
        instruction('jumpGreater', value, { ifFalse: differs }),
        { label: holds },
      ];
    case 'SCMP_CMP_MASKED_EQ':
      return [
        high,
        instruction('and', valueHigh),
        instruction('jumpEqual', twoHigh, { ifFalse: differs }),
        low,
        instruction('and', value),
        instruction('jumpEqual', valueTwo, { ifFalse: differs }),
      ];
  }
}
