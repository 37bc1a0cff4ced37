/** The files and folders that installing an archive has made so far. */
export class Installed {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /**
   * Makes a file; false when it can't be, because a folder is there or one of its folders is a file. node-tar then goes on
   * without it, whichever came first. Directory members make no difference: npm drops them and makes the folders that files need.
   */
  add(path: string): boolean {
    const folders = foldersOf(path);
    if (this.#folders.has(path) || folders.some((folder) => this.#files.has(folder))) return false;
    this.#files.add(path);
    for (const folder of folders) this.#folders.add(folder);
    return true;
  }
}

/** Every folder that a file lies in, from the outermost: `a/b/c` lies in `a` and `a/b`. */
export function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at));
  return folders;
}
