import type { PlanningInput, ToolVersion } from '../../../../src/ecosystem.js';
import { planningFiles, plans } from '../../../../src/npm/plan/index.js';
import type { Plan } from '../../../../src/sandbox/schema.js';

/** A small world of tools: versions with the day the registry claims for them. */
const tools = new Map<string, ToolVersion[]>([
  [
    'node',
    dated({
      '0.10.48': '2024-01-01',
      '6.17.1': '2024-01-01',
      '10.24.1': '2024-12-07',
      '11.15.0': '2024-12-07',
      '12.22.12': '2024-12-07',
      '14.21.3': '2024-12-07',
      '16.20.2': '2024-12-07',
      '18.12.1': '2024-12-13',
      '18.20.8': '2025-03-27',
      '20.9.0': '2024-12-07',
      '20.18.0': '2024-10-03',
      '20.19.5': '2025-09-03',
      '22.12.0': '2024-12-07',
      '22.20.0': '2025-09-24',
      '24.11.1': '2025-11-11',
    }),
  ],
  [
    'npm',
    dated({
      '2.15.1': '2024-01-01',
      '3.10.10': '2024-01-01',
      '6.14.12': '2024-01-01',
      '6.14.18': '2024-01-01',
      '8.19.4': '2024-01-01',
      '10.1.0': '2024-01-01',
      '10.8.2': '2024-07-05',
      '10.9.4': '2025-09-10',
      '11.6.1': '2025-09-30',
    }),
  ],
  [
    'pnpm',
    dated({
      '6.35.1': '2024-01-01',
      '7.33.7': '2024-01-01',
      '8.15.9': '2024-07-01',
      '9.15.9': '2025-03-21',
      '10.20.0': '2025-10-28',
    }),
  ],
  [
    'bun',
    dated({
      '1.0.36': '2024-03-30',
      '1.1.20': '2024-07-14',
      '1.1.45': '2025-01-16',
      '1.2.23': '2025-09-28',
      '1.3.2': '2025-11-08',
      '1.4.5': '2026-10-20',
    }),
  ],
  ['yarn', dated({ '1.22.22': '2024-03-09' })],
  [
    'yarn-berry',
    dated({
      '2.4.2': '2024-01-01',
      '3.1.1': '2024-01-01',
      '3.8.7': '2024-12-01',
      '4.5.0': '2024-09-20',
      '4.11.0': '2025-11-10',
    }),
  ],
]);

function dated(versions: Record<string, string>): ToolVersion[] {
  return Object.entries(versions).map(([version, day]) => ({ version, publishedAt: `${day}T00:00:00.000Z` }));
}

/** A source to plan for: files by path, with package.json as a value. */
export interface World {
  files: Record<string, string | object>;
  directory?: string;
  name?: string;
  version?: string;
  day?: string;
  /** Day of the commit, where it is another. */
  committed?: string;
  runtimeVersion?: string;
  managerVersion?: string;
  tools?: PlanningInput['tools'];
  recipe?: PlanningInput['recipe'];
}

/** The input that the pipeline would hand over for a world. */
function planningInput(world: World): PlanningInput {
  const day = `${world.day ?? '2025-11-20'}T12:00:00.000Z`;
  const directory = world.directory ?? '';
  const texts = new Map(
    Object.entries(world.files).map(([path, content]) => [
      path,
      typeof content === 'string' ? content : JSON.stringify(content, null, 2),
    ]),
  );
  const paths = new Set(texts.keys());
  return {
    release: {
      ecosystem: 'npm',
      purl: 'pkg:npm/example@1.0.0',
      name: world.name ?? 'example',
      version: world.version ?? '1.0.0',
      origin: 'registry',
      integrity: 'sha512-',
      publishedIntegrity: null,
      publishedAt: day,
      publisher: null,
      gitHead: null,
      runtimeVersion: world.runtimeVersion ?? null,
      managerVersion: world.managerVersion ?? null,
      repository: null,
      directory: null,
    },
    directory,
    commitTime: world.committed === undefined ? day : `${world.committed}T12:00:00.000Z`,
    paths,
    files: new Map(planningFiles(paths, directory).map((path) => [path, texts.get(path)!])),
    recipe: world.recipe ?? null,
    tools: world.tools ?? tools,
  };
}

/** Plans for a world. */
export function plan(world: World): Plan[] {
  return plans(planningInput(world));
}

/** The first plan for a world that has one. */
export function firstPlan(world: World): Plan {
  const [first] = plan(world);
  if (first === undefined) throw new Error('no plan');
  return first;
}

/** A package.json of version 1.0.0 with more fields; a script that makes files, so that its dependencies are needed. */
export function manifest(fields: object = {}): object {
  return { name: 'example', version: '1.0.0', scripts: { prepack: 'tsc' }, ...fields };
}

/** A package-lock.json of npm 7 and later. */
export const packageLock = { name: 'example', lockfileVersion: 3, packages: {} };

/** Version of a tool in a plan. */
export function toolVersion({ tools }: Plan, name: string): string | undefined {
  return tools.find((tool) => tool.name === name)?.version;
}

/** Commands of a plan's steps as lines, `cd` left out. */
export function commands({ steps }: Plan): string[] {
  return steps.map(({ command }) => command.join(' '));
}
