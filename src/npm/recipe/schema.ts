import { validRange } from 'semver';
import { z } from 'zod';
import { repositoryPath } from '../../source/repository-path.js';

/** YAML reads `18.20` as a number and drops the zero: versions have to be in quotes. */
const text = (most: number) => z.string({ error: 'must be text; put it in quotes' }).min(1).max(most);

const folder = z
  .string()
  .max(1_024)
  .refine((path) => repositoryPath(path) !== null && !path.startsWith('/'), {
    error: 'must be a folder inside the repository',
  });

const environment = z.record(
  z.string().regex(/^[A-Za-z_]\w*$/, { error: 'must be the name of a variable' }),
  z.string({ error: 'must be text; put it in quotes' }).max(4_096),
);

const range = text(256).refine((value) => validRange(value) !== null, {
  error: 'must be a version or a range of versions',
});

const names: readonly string[] = ['npm', 'pnpm', 'yarn', 'bun'];

const manager = text(256).refine(
  (value) => {
    const [name, wanted] = value.split('@');
    return names.includes(name ?? '') && (wanted === undefined || validRange(wanted) !== null);
  },
  { error: `must be ${names.join(', ')}, with @ and a version or without` },
);

const command = text(8_192);

const step = z.union(
  [
    command,
    z.strictObject({
      run: command.describe('Shell command.'),
      directory: folder
        .optional()
        .describe("Relative to the repository's root; the package's folder by default."),
      environment: environment.optional(),
      network: z.literal('none').optional().describe('Steps after the install reach nothing.'),
    }),
  ],
  {
    error:
      'must be a command, or an object with "run" and optionally "directory", "environment" and "network: none"',
  },
);

/** How releases of one package are built, said by a person where rules don't find it. Unknown keys are errors. */
export const recipeSchema = z.strictObject({
  $schema: z.string().optional(),
  package: text(256).optional().describe('Name of the package; the recipe is refused for any other.'),
  versions: range.optional().describe('Releases that it is for, as a range; all by default.'),
  reason: text(2_048).optional().describe('Why it is needed; shown in reports.'),
  node: range.optional().describe('Version or range of node.'),
  manager: manager.optional().describe('Package manager with its version or range: `pnpm@9.15.0`.'),
  directory: folder.optional().describe("The package's folder in the repository, '' for the root."),
  install: command
    .optional()
    .describe('Shell command instead of the usual install; only this step reaches the registry.'),
  steps: z
    .array(step)
    .max(100)
    .optional()
    .describe('Everything between installing and packing, instead of what the rules find.'),
  pack: z
    .strictObject({
      directory: folder.optional().describe('Folder that is packed.'),
      tool: z.enum(['npm', 'pnpm', 'yarn', 'bun']).optional().describe('npm, or the manager.'),
    })
    .optional(),
  environment: environment.optional().describe('Environment of every step.'),
  leftovers: z
    .array(
      z.strictObject({
        path: text(1_024).describe(
          'Path in the release; `*` stands for anything but slashes, `**` for anything.',
        ),
        reason: text(2_048),
      }),
    )
    .max(200)
    .default([])
    .describe('Entries that are expected to stay unexplained. The report tells why; no verdict changes.'),
  only: z.boolean().default(false).describe('No plan of the rules is tried besides.'),
});
export type Recipe = z.infer<typeof recipeSchema>;
