import { z } from 'zod';
import { defaultConfig } from './defaults.js';

const { archive, sandbox, rebuild, cache, policy } = defaultConfig;

/** Limits for reading an archive; what is over them makes the release inconclusive, never equal. */
export const archiveLimitsSchema = z
  .strictObject({
    entries: z.int().positive().default(archive.entries).describe('Entries in one archive.'),
    bytes: z.int().positive().default(archive.bytes).describe('Uncompressed bytes of one archive.'),
    ratio: z
      .int()
      .positive()
      .default(archive.ratio)
      .describe('Uncompressed bytes for each compressed byte, beyond the first MiB.'),
    pathBytes: z.int().positive().default(archive.pathBytes).describe('Bytes of one path.'),
  })
  .prefault({});

/** Limits for one step in the sandbox. */
export const sandboxLimitsSchema = z
  .strictObject({
    memoryBytes: z
      .int()
      .positive()
      .default(sandbox.limits.memoryBytes)
      .describe('Resident memory of all processes of a step.'),
    diskBytes: z
      .int()
      .positive()
      .default(sandbox.limits.diskBytes)
      .describe('Bytes the work folder may grow to.'),
    temporaryBytes: z
      .int()
      .positive()
      .default(sandbox.limits.temporaryBytes)
      .describe('Bytes of the private /tmp.'),
    logBytes: z
      .int()
      .positive()
      .default(sandbox.limits.logBytes)
      .describe('Bytes of output kept from one step; more ends it.'),
    processes: z.int().positive().default(sandbox.limits.processes),
    openFiles: z.int().positive().default(sandbox.limits.openFiles),
    cpuSeconds: z.int().positive().default(sandbox.limits.cpuSeconds).describe('CPU time of one process.'),
    wallSeconds: z.int().positive().default(sandbox.limits.wallSeconds).describe('Wall time of one step.'),
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
  trustedRoot: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Trusted root of sigstore (`trusted_root.json`) to check attestations with, instead of the public instance's.",
    ),
  archive: archiveLimitsSchema,
  sandbox: z
    .strictObject({
      engine: z.enum(['auto', 'docker', 'podman', 'bubblewrap']).default(sandbox.engine),
      image: z.string().default(sandbox.image).describe('Image for docker and podman.'),
      runtime: z.string().optional().describe('Container runtime, such as runsc for gVisor.'),
      limits: sandboxLimitsSchema,
    })
    .prefault({}),
  rebuild: z
    .strictObject({
      plans: z.int().min(1).max(50).default(rebuild.plans).describe('Plans tried for one release at most.'),
      seconds: z
        .int()
        .positive()
        .default(rebuild.seconds)
        .describe('Wall time of all rebuilds of one release.'),
    })
    .prefault({}),
  cache: z
    .strictObject({
      sharedBytes: z
        .int()
        .nonnegative()
        .default(cache.sharedBytes)
        .describe(
          'Bytes that finished rebuilds and snapshots of work folders may take in the cache; those not used for longest go first, snapshots before rebuilds. 0 keeps none.',
        ),
    })
    .prefault({}),
  policy: z
    .strictObject({ inert: z.enum(['pass', 'fail']).default(policy.inert) })
    .prefault({})
    .describe('What the exit code says of verdicts that leave a choice.'),
});

/** A validated configuration with every default filled in. */
export type Config = z.infer<typeof configSchema>;
export type ArchiveLimits = z.infer<typeof archiveLimitsSchema>;
export type SandboxLimits = z.infer<typeof sandboxLimitsSchema>;
