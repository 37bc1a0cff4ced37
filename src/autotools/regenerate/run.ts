import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Accounts } from '../../compare/accounts.js';
import type { Context } from '../../context.js';
import type { ResolvedRelease } from '../../ecosystem.js';
import type { SandboxEngine } from '../../sandbox/engine.js';
import { inside } from '../../sandbox/layout.js';
import type { RunFolder } from '../../sandbox/run-folder.js';
import type { StepOutcome } from '../../sandbox/schema.js';
import type { Located } from '../../source/locate.js';
import { sandboxStep } from '../sandbox-step.js';
import { insideToolchain, type ProvidedToolchain } from '../toolchains/provide.js';
import type { ConfigureRoot, RegenerationInputs } from './inputs.js';
import { gitStub, regenerationScript, type Variant, variants } from './script.js';
import { writeTree } from './tree.js';

/** Everything besides the toolchains. */
export interface Running {
  inputs: RegenerationInputs;
  accounts: Accounts;
  resolved: ResolvedRelease;
  located: Extract<Located, { ok: true }>;
  engine: SandboxEngine;
  folder: RunFolder;
  context: Context;
}

/** What a run left. */
export interface Regenerated {
  outcomes: StepOutcome[];
  /** Commands that were run, for people. */
  makes: string[];
  /** Host folders, by variant. */
  out: { variant: Variant; path: string }[];
  /** Paths where only a name was. */
  empty: ReadonlySet<string>;
}

/** Runs the tools in the sandbox, folder by folder, from the outside in. */
export async function regenerate(
  roots: readonly { root: ConfigureRoot; tools: readonly ProvidedToolchain[] }[],
  { inputs, accounts, resolved, located, engine, folder, context }: Running,
): Promise<Regenerated> {
  const { work } = folder;
  const empty = await writeTree(join(work, 'tree'), inputs, accounts, resolved, located, context);
  await writeFile(join(work, 'empty'), empty.map((path) => `${path}\0`).join(''));
  await mkdir(join(work, 'bin'));
  await writeFile(join(work, 'bin', 'git'), gitStub, { mode: 0o755 });
  const { ref, commit } = located.source;
  await writeFile(join(work, 'tag'), `${ref ?? commit.slice(0, 12)}\n`);
  await writeFile(join(work, 'commit'), `${commit}\n`);
  // Version scripts look for it before they ask git.
  await mkdir(join(work, 'tree', '.git'), { recursive: true });
  const outcomes: StepOutcome[] = [];
  const makes = new Set<string>();
  for (const [at, { root, tools }] of roots.entries()) {
    const config = join(work, `root-${at}`);
    await prepareMacros(config, root, tools);
    const made = new Set(root.outputs.map((output) => output.makes));
    const commands = [
      made.has('aclocal.m4') ? 'aclocal' : '',
      made.has('configure') ? 'autoconf' : '',
      made.has('config header') ? 'autoheader' : '',
      made.has('Makefile.in') ? 'automake' : '',
    ].filter((command) => command !== '');
    for (const command of commands) makes.add(command);
    const step = {
      name: `regenerate ${root.folder === '' ? '.' : root.folder}`,
      command: [
        '/bin/sh',
        '-c',
        regenerationScript,
        'regenerate',
        root.folder || '.',
        `${inside.work}/root-${at}`,
        commands.join(' '),
        ...root.macroFolders,
      ],
      mounts: tools.map(({ name, folder: from }) => ({ from, to: insideToolchain(name), writable: false })),
      environment: {
        PATH: [...tools.map(({ name }) => `${insideToolchain(name)}/bin`), '/usr/bin', '/bin'].join(':'),
        PERL_HASH_SEED: '0',
        PERL_PERTURB_KEYS: '0',
      },
    };
    outcomes.push(await sandboxStep(step, { engine, folder, context }));
  }
  const out: Regenerated['out'] = [];
  for (const { name } of variants) {
    const path = join(work, 'out', name);
    if (
      await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      )
    )
      out.push({ variant: name, path });
  }
  return { outcomes, makes: [...makes], out, empty: new Set(empty) };
}

/**
 * Folders of macros for `aclocal`: automake's own, where a file of another version stands in for its own if the release has a copy of that,
 * and those that a system has, of which nothing but known files is there.
 */
async function prepareMacros(
  config: string,
  { macros }: ConfigureRoot,
  tools: readonly ProvidedToolchain[],
): Promise<void> {
  const [acdir, sys] = [join(config, 'acdir'), join(config, 'sys')];
  await mkdir(sys, { recursive: true });
  await mkdir(acdir);
  const automake = tools.find(({ tool }) => tool === 'automake');
  if (automake !== undefined) {
    const share = join(automake.folder, 'share');
    const own = (await readdir(share)).find((name) => /^aclocal-/.test(name));
    if (own !== undefined) await cp(join(share, own), acdir, { recursive: true });
  }
  for (const [name, text] of macros) {
    const place = join(acdir, name);
    const there = await readFile(place).catch(() => null);
    if (there === null) await writeFile(join(sys, name), text);
    else if (!there.equals(text)) {
      await rm(place);
      await writeFile(place, text);
    }
  }
  await chmod(config, 0o755);
}
