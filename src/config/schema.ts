import { z } from 'zod';

/** Limits for reading an archive; what is over them makes the release inconclusive, never equal. */
export const archiveLimitsSchema = z
  .strictObject({
    entries: z.int().positive().default(200_000).describe('Entries in one archive.'),
    bytes: z
      .int()
      .positive()
      .default(2 ** 31)
      .describe('Uncompressed bytes of one archive.'),
    ratio: z
      .int()
      .positive()
      .default(1_000)
      .describe('Uncompressed bytes for each compressed byte, beyond the first MiB.'),
    pathBytes: z.int().positive().default(4_096).describe('Bytes of one path.'),
  })
  .prefault({});

/** Limits for one step in the sandbox. */
export const sandboxLimitsSchema = z
  .strictObject({
    memoryBytes: z
      .int()
      .positive()
      .default(6 * 2 ** 30)
      .describe('Resident memory of all processes of a step.'),
    diskBytes: z
      .int()
      .positive()
      .default(8 * 2 ** 30)
      .describe('Bytes the work folder may grow to.'),
    temporaryBytes: z
      .int()
      .positive()
      .default(2 ** 30)
      .describe('Bytes of the private /tmp.'),
    logBytes: z
      .int()
      .positive()
      .default(16 * 2 ** 20)
      .describe('Bytes of output kept from one step; more ends it.'),
    processes: z.int().positive().default(1_024),
    openFiles: z.int().positive().default(65_536),
    cpuSeconds: z.int().positive().default(3_600).describe('CPU time of one process.'),
    wallSeconds: z.int().positive().default(1_800).describe('Wall time of one step.'),
  })
  .prefault({});

/**
 * The configuration file (`reprove.config.json`). Unknown keys are errors.
 * It is the user's: a file of that name inside a release or its repository is never read.
 */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  sourceMirrors: z
    .array(z.strictObject({ from: z.string().min(1), to: z.string().min(1) }))
    .default([])
    .describe(
      'Where to clone from instead: `{name}` placeholders in `from` match one path segment and fill `to`. First match wins.',
    ),
  expectedSource: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'Repository address that releases of a package (a name, or a pattern such as `@scope/*`) must state.',
    ),
  recipes: z
    .string()
    .min(1)
    .optional()
    .describe('Folder with recipes, one file for a package: `name.yaml`, `@scope+name.yaml`, `name.json`.'),
  archive: archiveLimitsSchema,
  sandbox: z
    .strictObject({
      engine: z.enum(['auto', 'docker', 'podman', 'bubblewrap']).default('auto'),
      image: z.string().default('reprove-sandbox:latest').describe('Image for docker and podman.'),
      runtime: z.string().optional().describe('Container runtime, such as runsc for gVisor.'),
      limits: sandboxLimitsSchema,
    })
    .prefault({}),
  rebuild: z
    .strictObject({
      plans: z.int().min(1).max(50).default(6).describe('Plans tried for one release at most.'),
      seconds: z.int().positive().default(3_600).describe('Wall time of all rebuilds of one release.'),
    })
    .prefault({}),
  cache: z
    .strictObject({
      sharedBytes: z
        .int()
        .nonnegative()
        .default(20 * 2 ** 30)
        .describe(
          'Bytes that finished rebuilds and snapshots of work folders may take in the cache; those not used for longest go first, snapshots before rebuilds. 0 keeps none.',
        ),
    })
    .prefault({}),
  policy: z
    .strictObject({ inert: z.enum(['pass', 'fail']).default('pass') })
    .prefault({})
    .describe('What the exit code says of verdicts that leave a choice.'),
});

/** A validated configuration with every default filled in. */
export type Config = z.infer<typeof configSchema>;
export type ArchiveLimits = z.infer<typeof archiveLimitsSchema>;
export type SandboxLimits = z.infer<typeof sandboxLimitsSchema>;
