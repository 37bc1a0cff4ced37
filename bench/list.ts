import { readFile } from 'node:fs/promises';

/** A release of a list of real ones. */
export interface Listed {
  spec: string;
  /** `owner/name` at the usual code host. */
  repository: string;
}

/** The list that benches take where none is given. */
export const usualList = '../shared/lab/releases.tsv';

/** Reads a list: columns package, version, repository and others under a heading. */
export async function readList(path: string): Promise<Listed[]> {
  const [heading = '', ...rows] = (await readFile(path, 'utf8')).trim().split('\n');
  const columns = heading.split('\t');
  const column = (name: string) => columns.indexOf(name);
  return rows.map((row) => {
    const cells = row.split('\t');
    return {
      spec: `${cells[column('package')]}@${cells[column('version')]}`,
      repository: cells[column('repository')] ?? '',
    };
  });
}

/** The repository that the usual list has for each of its releases. */
export async function listedRepositories(): Promise<ReadonlyMap<string, string>> {
  return new Map((await readList(usualList)).map(({ spec, repository }) => [spec, repository]));
}
