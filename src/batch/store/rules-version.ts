import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { autotoolsNormalizers } from '../../autotools/normalizers/index.js';
import { generalNormalizers } from '../../compare/normalizers/index.js';
import { modeBits } from '../../compare/normalizers/mode-bits.js';
import { scriptNormalizations } from '../../compare/script/normalizations.js';
import type { Config } from '../../config/schema.js';
import { npmNormalizers } from '../../npm/normalizers/index.js';
import { verifyingSignals } from '../../report/signal-index.js';
import { version } from '../../version.js';

/** What a verification is told that its result depends on. */
export interface Settings {
  config: Config;
  rebuild: boolean;
}

/**
 * The version of all that decides what a result says: reprove's own, those of every normalizer and signal that there is, and what the
 * user's configuration has a say in. Two results by the same rules and of the same tarball are interchangeable.
 */
export async function rulesVersion(settings: Settings): Promise<string> {
  const rules = {
    normalizers: [
      ...generalNormalizers,
      ...npmNormalizers,
      ...autotoolsNormalizers,
      ...scriptNormalizations,
      modeBits,
    ].map(({ name, version }) => `${name}@${version}`),
    signals: verifyingSignals()
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, severity }) => `${id}:${severity}`),
    settings: {
      rebuilds: settings.rebuild,
      ...decisive(settings.config),
      recipes: await recipeTexts(settings.config.recipes),
      catalogues: await Promise.all(settings.config.catalogues.map(digestOf)),
    },
  };
  return `${version}-${createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16)}`;
}

/** The configuration without what only says where things are kept, which sandbox is used, or what exit code a verdict leads to. */
function decisive({
  sourceMirrors,
  expectedSource,
  debianArchives,
  trustedRoot,
  archive,
  sandbox,
  rebuild,
}: Config) {
  return {
    sourceMirrors,
    expectedSource,
    debianArchives,
    trustedRoot: trustedRoot ?? null,
    archive,
    limits: sandbox.limits,
    rebuild,
  };
}

/** A recipe that was added or changed leads to other plans. */
async function recipeTexts(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return [];
  const names = (await readdir(folder).catch(() => [])).sort();
  return Promise.all(
    names.map(async (name) => `${name}\n${await readFile(join(folder, name), 'utf8').catch(() => '')}`),
  );
}

/** Of a file that may be gone: whoever reads it says so. */
async function digestOf(path: string): Promise<string> {
  const content = await readFile(path).catch(() => '');
  return createHash('sha256').update(content).digest('hex');
}
