import { z } from 'zod';
import { defaultConfig } from './defaults.js';
import { policySchema } from './policy-schema.js';
import { waiverSchema } from './waiver-schema.js';

const { archive, sandbox, rebuild, cache, gate } = defaultConfig;

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

const on = z
  .enum(['change', 'failure', 'always'])
  .default('change')
  .describe(
    'Which runs are told: those in which something changed since the run before (and a first one that failed), those that did not pass, or all.',
  );
const address = z.string().regex(/^https?:\/\/[^\s]+$/, 'must be an http or https address');

/** Who is told of batches that ended. */
const notificationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('webhook'),
    on,
    url: address,
    secretFile: z.string().min(1).optional().describe('File with the key that bodies are signed with.'),
  }),
  z.strictObject({
    kind: z.literal('slack'),
    on,
    urlFile: z.string().min(1).describe('File with the address of the incoming webhook, which is a secret.'),
  }),
  z.strictObject({
    kind: z.literal('issue'),
    on,
    file: z.string().min(1).describe('File that the body of an issue is written to, in Markdown.'),
  }),
  z.strictObject({
    kind: z.literal('email'),
    on,
    server: z
      .string()
      .regex(/^smtps?:\/\/[^\s/@]+$/, 'must be smtp://host or smtps://host, with a port if it is another'),
    user: z.string().min(1).optional(),
    passwordFile: z.string().min(1).optional(),
    from: z.string().min(3),
    to: z.array(z.string().min(3)).min(1).max(50),
  }),
]);

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
  debianArchives: z
    .array(
      z.strictObject({
        uri: z.string().regex(/^https?:\/\/\S+$/, 'must be an http or https address'),
        suites: z.array(z.string().regex(/^[\w./-]+$/)).min(1),
        components: z
          .array(z.string().regex(/^[\w./-]+$/))
          .min(1)
          .default(['main']),
        signedBy: z
          .array(z.string().min(1))
          .min(1)
          .optional()
          .describe(
            'Files with the keys that its index must be signed with; those that apt trusts unless given.',
          ),
      }),
    )
    .default([])
    .describe(
      "Archives that source packages of Debian are looked for in, instead of those of the machine's apt.",
    ),
  catalogues: z
    .array(z.string().min(1))
    .default([])
    .describe('Further catalogues of known build files, as `reprove catalogue build` writes them.'),
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
      makeDist: z
        .boolean()
        .default(rebuild.makeDist)
        .describe(
          'Whether what `make dist` packs is made of a source tarball too, where regeneration leaves something.',
        ),
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
  policy: policySchema.describe('What passes: it decides the exit code (docs/policy.md).'),
  waivers: z
    .array(waiverSchema)
    .max(10_000)
    .default([])
    .describe('What may pass all the same, each exactly one thing and for a time (docs/policy.md).'),
  gate: z
    .strictObject({
      branches: z
        .array(z.string().min(1).max(200))
        .max(50)
        .default([])
        .describe('Globs of branches that releases are made from; any where none is named.'),
      tag: z
        .enum(['required', 'optional'])
        .default(gate.tag)
        .describe('Whether the version needs a tag before it is published.'),
    })
    .prefault({})
    .describe(
      'What `reprove gate` asks of releases of the repository that the file is committed to (docs/gate.md).',
    ),
  notifications: z
    .array(notificationSchema)
    .max(20)
    .default([])
    .describe('Who is told of batches that ended (docs/notifications.md).'),
  site: address.optional().describe('Address of `reprove serve`, for links in notifications.'),
});

/** A validated configuration with every default filled in. */
export type Config = z.infer<typeof configSchema>;
export type ArchiveLimits = z.infer<typeof archiveLimitsSchema>;
export type SandboxLimits = z.infer<typeof sandboxLimitsSchema>;
