import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { homeFolder } from '../../config/places.js';
import type { PrivateFolder } from '../../report/portable.js';
import type { Io } from '../io.js';

/** Folders of this machine that no report names, `named` by the user or the configuration among them. */
export function privateFolders({ env, cwd }: Io, cache: string, named: readonly string[]): PrivateFolder[] {
  return [
    // The part of a source mirror before what it fills in.
    ...named
      .map((each) => each.replace(/^file:(?:\/\/)?/i, '').replace(/\{.*$/s, ''))
      .filter((path) => /^[/.~]/.test(path))
      .map((path) => ({
        path: resolve(cwd, path.replace(/^~(?=\/)/, homeFolder(env))),
        name: '<source folder>',
      })),
    { path: cache, name: '<cache>' },
    { path: cwd, name: '<current folder>' },
    { path: homeFolder(env), name: '<home>' },
    { path: tmpdir(), name: '<temporary folder>' },
  ];
}
