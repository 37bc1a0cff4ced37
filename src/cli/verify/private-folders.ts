import { tmpdir } from 'node:os';
import { homeFolder } from '../../config/places.js';
import type { PrivateFolder } from '../../report/portable.js';
import type { Io } from '../io.js';

/** Folders of this machine that no report names. */
export function privateFolders({ env, cwd }: Io, cache: string): PrivateFolder[] {
  return [
    { path: cache, name: '<cache>' },
    { path: cwd, name: '<current folder>' },
    { path: homeFolder(env), name: '<home>' },
    { path: tmpdir(), name: '<temporary folder>' },
  ];
}
