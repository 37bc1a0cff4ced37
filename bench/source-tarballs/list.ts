import { readFile } from 'node:fs/promises';

/** A source release of a list of real ones. */
export interface ListedTarball {
  spec: string;
  name: string;
  version: string;
  suites: string[];
  /** `owner/name` at the usual code host, and the tag that it was made from. */
  repository: string;
  tag: string;
  /** Whether the list says that the tag, its attributes and its submodules account for every file. */
  byTag: boolean;
}

/** The list that the bench takes where none is given. */
export const usualTarballs = '../shared/lab/source-tarballs.tsv';

/** Reads a list: columns as in `source-tarballs.tsv`, under a heading. */
export async function readTarballs(path: string): Promise<ListedTarball[]> {
  const [heading = '', ...rows] = (await readFile(path, 'utf8')).trim().split('\n');
  const names = heading.split('\t');
  return rows.map((row) => {
    const cells = row.split('\t');
    const cell = (start: string) => cells[names.findIndex((name) => name.startsWith(start))] ?? '';
    const [name, version] = [cell('debian source package'), cell('version')];
    return {
      spec: `deb:${name}@${version}`,
      name,
      version,
      suites: cell('suite').split('/'),
      repository: cell('repository'),
      tag: cell('tag'),
      byTag: cell('accounted after regeneration') === '' && cell('remaining') === '0',
    };
  });
}
