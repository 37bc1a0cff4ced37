import { type CliWorld, cliWorld } from './cli.js';
import { executable, gitRepository } from './git-repository.js';
import { registry, type ServedPackage } from './registry.js';
import { npmTarball } from './tarball.js';

const address = 'https://git.example/team/monorepo';

/** What is particular to a manager about a workspace whose own tool builds the package when it is packed. */
interface OwnTool {
  /** Lockfile and settings of the manager at the root. */
  files: Record<string, string>;
  /** Fields of the root's package.json. */
  root?: object;
  ignored?: string;
  prepack: string;
  devDependencies?: Record<string, string>;
  /** What the tool does before it adds to `lib/index.js`, and the expression that it adds. */
  before?: string;
  adds: string;
  /** What the release has in `lib/index.js`. */
  made: string;
  /** What the registry has besides the release. */
  packages?: ServedPackage[];
}

/** A repository, a registry that has what its tool made, and a command line that finds both. */
export async function ownToolWorld(tool: OwnTool): Promise<{ cli: CliWorld; remove(): Promise<void> }> {
  const manifest = (range: string): object => ({
    name: 'tiny-built',
    version: '1.2.3',
    main: 'lib/index.js',
    files: ['lib'],
    scripts: { prepack: tool.prepack },
    devDependencies: { 'own-tool': range, ...tool.devDependencies },
    repository: { type: 'git', url: `git+${address}.git`, directory: 'packages/tiny-built' },
  });
  const repository = await gitRepository();
  await repository.commit({
    'package.json': { name: 'root', private: true, workspaces: ['packages/*'], ...tool.root },
    ...tool.files,
    '.nvmrc': `${process.version}\n`,
    '.gitignore': `lib\nnode_modules\n${tool.ignored ?? ''}`,
    'packages/own-tool/package.json': { name: 'own-tool', version: '1.0.0', bin: 'tool.js' },
    'packages/own-tool/tool.js': executable(
      `#!/usr/bin/env node\nconst fs = require('fs');\n${tool.before ?? ''}fs.mkdirSync('lib', { recursive: true });\n` +
        `fs.appendFileSync('lib/index.js', 'module.exports = ' + ${tool.adds} + ';\\n');\n`,
    ),
    'packages/tiny-built/package.json': manifest('workspace:^'),
  });
  await repository.tag('v1.2.3');
  const tarball = npmTarball({
    'package.json': JSON.stringify(manifest('^1.0.0'), null, 2),
    'lib/index.js': tool.made,
  });
  const local = await registry({
    packages: [{ name: 'tiny-built', versions: [{ version: '1.2.3', tarball }] }, ...(tool.packages ?? [])],
    fallthrough: true,
  });
  const cli = await cliWorld(local.env);
  await cli.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
  return {
    cli,
    async remove() {
      await cli.remove();
      await local.close();
      await repository.remove();
    },
  };
}
