import type { Tool } from '../../sandbox/schema.js';
import { toolPackages } from '../toolchain-packages.js';

/** Lines of a script that install the tools of a plan with npm and put them before all others. `quote` makes a word of the shell. */
export function installLines(
  tools: readonly Pick<Tool, 'name' | 'version'>[],
  quote: (word: string) => string,
): string[] {
  const [x64, arm64] = [toolPackages('x64'), toolPackages('arm64')];
  const assigned = (known: typeof x64) =>
    tools.flatMap(({ name }) => {
      const native = known.find(({ tool, program }) => tool === name && program !== null);
      return native === undefined ? [] : [`${name}=${native.name}`];
    });
  const installed = tools.map(({ name, version }) => {
    const known = x64.find(({ tool }) => tool === name);
    if (known?.program == null) return { word: quote(`${known?.name ?? name}@${version}`) };
    const place = `$tools/node_modules/$${name}`;
    const links = known.commands.filter((command) => !known.program!.endsWith(`/${command}`));
    return {
      word: `"$${name}"${quote(`@${version}`)}`,
      folder: `${place}/bin`,
      links: links.map((command) => `ln -s ${name} "${place}/bin/${command}"`),
    };
  });
  const folders = installed.flatMap(({ folder }) => folder ?? []);
  return [
    `case "$(uname -m)" in aarch64 | arm64) ${assigned(arm64).join(' ')} ;; *) ${assigned(x64).join(' ')} ;; esac`,
    'tools="$(mktemp -d)"',
    `npm install --no-audit --no-fund --prefix "$tools" ${installed.map(({ word }) => word).join(' ')}`,
    ...installed.flatMap(({ links }) => links ?? []),
    `PATH="${[...folders, '$tools/node_modules/.bin', '$PATH'].join(':')}"`,
    'export PATH',
  ];
}
