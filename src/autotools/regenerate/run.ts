import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Accounts } from '../../compare/accounts.js';
import type { Context } from '../../context.js';
import type { ResolvedRelease } from '../../ecosystem.js';
import type { Mount, SandboxEngine } from '../../sandbox/engine.js';
import { inside } from '../../sandbox/layout.js';
import type { RunFolder } from '../../sandbox/run-folder.js';
import type { StepOutcome } from '../../sandbox/schema.js';
import type { Located } from '../../source/locate.js';
import { roleOf } from '../catalogue/role.js';
import { sandboxStep } from '../sandbox-step.js';
import { insideToolchain, type ProvidedToolchain } from '../toolchains/provide.js';
import { bootstrapNames, bootstrapped, bootstrapScript } from './bootstrap-script.js';
import { distScript, packed } from './dist-script.js';
import type { ConfigureRoot, RegenerationInputs } from './inputs.js';
import { prepareMacros } from './macros.js';
import { dateStub, released, releaseScript } from './release-script.js';
import { gitStub, ownScripts, plain, regenerationScript, type Variant, variantScript } from './script.js';
import { writeTree } from './tree.js';
import { isVersion, versioned, versionScript, versionScripts } from './version-script.js';

/** Everything besides the toolchains. */
export interface Running {
  inputs: RegenerationInputs;
  /** Known versions of macro files that have none of their own bytes, by path. */
  standIns: ReadonlyMap<string, Buffer>;
  accounts: Accounts;
  resolved: ResolvedRelease;
  located: Extract<Located, { ok: true }>;
  engine: SandboxEngine;
  folder: RunFolder;
  context: Context;
}

/** A folder with a configure script, and what it is made again with. */
export interface RootTools {
  root: ConfigureRoot;
  tools: readonly ProvidedToolchain[];
}

/** What a run left. */
export interface Made {
  /** Host folder with the tree. */
  path: string;
  outcomes: StepOutcome[];
  /** Commands that were run, for people. */
  commands: string[];
}

/** Runs of tools over one tree. */
export interface Regeneration {
  /** The usual way. */
  plain: Made;
  /** Whether the tree has macro files that the release lacks. */
  lends: boolean;
  /** Calls automake in another way. */
  vary(variant: Variant): Promise<Made>;
  /** Runs the script of the source that calls the tools, in the outermost folder; absent where there is none. */
  bootstrap?(): Promise<Made>;
  /** Runs the script of the source that writes the version into its files; absent where there is none. */
  stamp?(): Promise<Made>;
  /**
   * Configures the tree and packs it; what is made lies in two folders, that of the package first.
   *
   * @param name - of the folder, each but once.
   * @param system - mounts of another system than this machine's.
   */
  pack(name: string, system: readonly Mount[]): Promise<Made & { beside: string }>;
  /** Has the history of the commit at hand for scripts that read it, from the first call on; whether there is one. */
  history(): Promise<boolean>;
  /**
   * Runs the script of the source that makes the tarball of a release, where it was packed in the same system; absent where there is none.
   *
   * @param packedAs - the name that was given to `pack`.
   * @param tagged - whether the tags of the commit are in its history.
   */
  release?(name: string, packedAs: string, system: readonly Mount[], tagged: boolean): Promise<Made>;
}

/** Writes the tree and runs the tools over it in the sandbox, folder by folder, from the outside in. */
export async function regenerate(roots: readonly RootTools[], running: Running): Promise<Regeneration> {
  const { inputs, standIns, accounts, resolved, located, engine, folder, context } = running;
  const { work } = folder;
  const { added, names, lent, newest } = await writeTree(
    join(work, 'tree'),
    { ...inputs, standIns },
    accounts,
    resolved,
    located,
    context,
  );
  await mkdir(join(work, 'bin'));
  await writeFile(join(work, 'bin', 'git'), gitStub, { mode: 0o755 });
  await writeFile(join(work, 'bin', 'date'), dateStub, { mode: 0o755 });
  const { ref, commit } = located.source;
  await writeFile(join(work, 'tag'), `${ref ?? commit.slice(0, 12)}\n`);
  await writeFile(join(work, 'commit'), `${commit}\n`);
  // Version scripts look for it before they ask git.
  await mkdir(join(work, 'tree', '.git'), { recursive: true });
  const run = async (
    name: string,
    script: string,
    { root, tools }: RootTools,
    parameters: string[],
    system: readonly Mount[] = [],
  ) =>
    sandboxStep(
      {
        name: `${name} in ${root.folder || '.'}`,
        command: ['/bin/sh', '-c', script, 'regenerate', root.folder || '.', ...parameters],
        mounts: [
          ...system,
          ...tools.map(({ name: tool, folder: from }) => ({
            from,
            to: insideToolchain(tool),
            writable: false,
          })),
        ],
        environment: {
          PATH: [...tools.map(({ name: tool }) => `${insideToolchain(tool)}/bin`), '/usr/bin', '/bin'].join(
            ':',
          ),
          // Old versions of automake write some rules in the order of a hash.
          PERL_HASH_SEED: '0',
          PERL_PERTURB_KEYS: '0',
        },
      },
      { engine, folder, context },
    );
  const made = async (variant: Variant, outcomes: StepOutcome[], commands: string[]): Promise<Made> => {
    const path = join(work, 'out', variant.name);
    if (!(await stat(path).catch(() => null))) await mkdir(path, { recursive: true });
    return { path, outcomes, commands };
  };

  const outcomes: StepOutcome[] = [];
  for (const [at, each] of roots.entries()) {
    await prepareMacros(join(work, `root-${at}`), each.root, each.tools);
    const config = `${inside.work}/root-${at}`;
    const parameters = [config, commandsOf([each]).join(' '), ...each.root.macroFolders];
    outcomes.push(await run('regenerate', regenerationScript, each, parameters));
  }
  const ofTag = (names: readonly string[]) =>
    names.find((name) => located.tree.files.has(posix.join(located.source.directory, name)));
  const { version } = resolved.release;
  const [ownScript, stamping] = [
    ofTag(bootstrapNames),
    isVersion(version) ? ofTag(versionScripts) : undefined,
  ];
  const committed = Math.floor(Date.parse(located.source.commitTime) / 1000);
  const time = String(committed);
  const outermost = roots.findIndex(({ root }) => root.folder === '');
  /** Runs a script at the top of the tree, whichever folders are made again. */
  const runAtTop = (name: string, text: string, parameters: string[], system: readonly Mount[] = []) => {
    const { root, tools } = roots[0]!;
    return run(name, `shift\n${text}`, { root: { ...root, folder: '' }, tools }, parameters, system);
  };
  let written: Promise<boolean> | undefined;
  const history = () => {
    // Below a folder of the repository paths would be others than in the history.
    written ??=
      located.source.directory === ''
        ? located.repository.history(commit, join(work, 'history'))
        : Promise.resolve(false);
    return written;
  };
  return {
    plain: await made(plain, outcomes, commandsOf(roots)),
    ...(ownScript !== undefined &&
      outermost !== -1 && {
        async bootstrap() {
          const own = roots[outermost]!;
          const config = `${inside.work}/root-${outermost}`;
          const parameters = [config, commandsOf([own]).join(' '), ownScript, ...own.root.macroFolders];
          const outcome = await run('bootstrap', bootstrapScript, own, parameters);
          return made(bootstrapped, [outcome], [`./${ownScript}`]);
        },
      }),
    ...(stamping !== undefined && {
      async stamp() {
        const outcome = await runAtTop('version', versionScript, [stamping, version, time]);
        return made(versioned, [outcome], [`./${stamping} ${version} only`]);
      },
    }),
    ...(stamping !== undefined && {
      async release(name, packedAs, system, tagged) {
        const clock = String(Math.max(committed, Math.min(newest, Math.floor(Date.now() / 1000))));
        const parameters = [packedAs, name, stamping, version, clock, tagged ? '' : 'untagged'];
        const outcome = await runAtTop('release', releaseScript, parameters, system);
        return made(
          { ...released, name: `${name}-packed/release` },
          [outcome],
          ['./configure', `./${stamping} ${version}`],
        );
      },
    }),
    async pack(name, system) {
      await history();
      await writeFile(join(work, 'names'), names.map((path) => `${path}\0`).join(''));
      const outcome = await runAtTop('pack', distScript, [time, name], system);
      const packedThere = await made(
        { ...packed, name: `${name}-packed/release` },
        [outcome],
        ['./configure', 'make distdir'],
      );
      return { ...packedThere, beside: join(work, 'out', name) };
    },
    history,
    lends: lent.length > 0,
    async vary(variant) {
      const hidden = {
        nothing: [],
        'own-scripts': added.filter((path) => ownScripts.has(posix.basename(path))),
        documents: names.filter((path) => roleOf(path) !== 'build-aux'),
        lent,
        all: added,
      }[variant.hides];
      await writeFile(join(work, `hide-${variant.name}`), hidden.map((path) => `${path}\0`).join(''));
      const steps: StepOutcome[] = [];
      for (const [at, each] of roots.entries())
        if (commandsOf([each]).includes('automake')) {
          const config = variant.hides === 'lent' ? `${inside.work}/root-${at}` : '';
          steps.push(
            await run(variant.name, variantScript, each, [variant.name, config, ...variant.options]),
          );
        }
      return made(variant, steps, [['automake', ...variant.options].join(' ')]);
    },
  };
}

/** Tools for what is to be made again. */
function commandsOf(roots: readonly RootTools[]): string[] {
  const made = new Set(roots.flatMap(({ root }) => root.outputs.map(({ makes }) => makes)));
  const tools = [
    ['aclocal.m4', 'aclocal'],
    ['configure', 'autoconf'],
    ['config header', 'autoheader'],
    ['Makefile.in', 'automake'],
  ] as const;
  return tools.flatMap(([makes, command]) => (made.has(makes) ? [command] : []));
}
