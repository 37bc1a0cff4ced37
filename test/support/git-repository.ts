import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A tree entry that is not an ordinary file. Made with `symlink`, `submodule` or `executable`. */
export class SpecialFile {
  constructor(
    readonly mode: '120000' | '160000' | '100755',
    readonly content: string | Buffer,
  ) {}
}

/** A symbolic link with the given target, whatever it is. */
export const symlink = (target: string): SpecialFile => new SpecialFile('120000', target);

/** A submodule at the given commit of some other repository. */
export const submodule = (commit: string): SpecialFile => new SpecialFile('160000', commit);

/** A file with mode 755. */
export const executable = (content: string | Buffer): SpecialFile => new SpecialFile('100755', content);

/** Files by path: text, bytes, a value written as JSON, a special file, or null to delete it. */
type Files = Record<string, string | Buffer | SpecialFile | object | null>;

/** When and where a commit is made. */
interface CommitOptions {
  message?: string;
  /** ISO 8601; by default an hour after the commit before, from 2024-01-01 on. */
  date?: string;
  /** `main` by default; a new branch starts at `from`, else without history. */
  branch?: string;
  /** Parent, where it isn't the branch's newest commit. */
  from?: string;
}

/** A bare repository in a temporary folder, with fixed authors and dates: the same calls give the same ids. */
export interface GitRepository {
  path: string;
  /** `file://` address. */
  url: string;
  /** Adds a commit on top of its branch that changes the given files only; gives its id. */
  commit(files: Files, options?: CommitOptions): Promise<string>;
  /** Tags a commit, by default the newest that was made; the tag moves if it exists. */
  tag(name: string, options?: { annotated?: boolean; at?: string }): Promise<void>;
  /** Points a branch at a commit, by default the newest that was made. */
  branch(name: string, at?: string): Promise<void>;
  /** Points any ref at any object, or deletes it with null. */
  ref(name: string, at: string | null): Promise<void>;
  /** Stores an object as it is, valid or not; gives its id. Trees are given in git's binary form. */
  object(type: 'blob' | 'tree' | 'commit' | 'tag', content: Buffer): Promise<string>;
  /** Runs git in the repository; gives its output, trimmed. */
  git(...parameters: string[]): Promise<string>;
  remove(): Promise<void>;
}

const environment = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  GIT_COMMITTER_DATE: '1704067200 +0000',
};

/** Makes an empty bare repository; call `remove` when done. */
export async function gitRepository(): Promise<GitRepository> {
  const path = await mkdtemp(join(tmpdir(), 'reprove-git-'));
  const git = async (...parameters: string[]) => {
    const { stdout } = await run('git', ['--git-dir', path, ...parameters], { env: environment });
    return stdout.trim();
  };
  await run('git', ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', path], {
    env: environment,
  });
  let newest = '';
  let clock = Date.parse('2024-01-01T00:00:00Z') / 1000;
  const branches = new Set<string>();

  return {
    path,
    url: pathToFileURL(path).href,
    async commit(files, { message = 'A change', date, branch = 'main', from } = {}) {
      const time = date === undefined ? clock : Date.parse(date) / 1000;
      clock = time + 3600;
      const parent = from ?? (branches.has(branch) ? `refs/heads/${branch}^0` : null);
      const stream = [
        `commit refs/heads/${branch}\nmark :1\ncommitter Test <test@example.com> ${time} +0000\n`,
        data(message),
        parent === null ? '' : `from ${parent}\n`,
        ...Object.entries(files).flatMap(([file, content]) => change(file, content)),
        '\nget-mark :1\n',
      ];
      newest = (await pipe(path, ['fast-import', '--quiet', '--force'], stream)).trim();
      branches.add(branch);
      return newest;
    },
    async tag(name, { annotated = false, at = newest } = {}) {
      await git('tag', '--force', ...(annotated ? ['-a', '-m', name] : []), '--', name, at);
    },
    async branch(name, at = newest) {
      await git('update-ref', `refs/heads/${name}`, at);
      branches.add(name);
    },
    async ref(name, at) {
      await git('update-ref', ...(at === null ? ['-d', name] : [name, at]));
    },
    async object(type, content) {
      const parameters = ['hash-object', '-t', type, '-w', '--literally', '--stdin'];
      return (await pipe(path, parameters, [content])).trim();
    },
    git,
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** One tree entry in git's binary form, for `object('tree', …)`. */
export function treeEntry(mode: string, name: string, id: string): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
}

function data(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

/** See git-fast-import(1), `filemodify` and `filedelete`. */
function change(path: string, content: Files[string]): (string | Buffer)[] {
  const quoted = `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
  if (content === null || content === undefined) return [`D ${quoted}\n`];
  if (content instanceof SpecialFile) {
    if (content.mode === '160000') return [`M 160000 ${content.content} ${quoted}\n`];
    return [`M ${content.mode} inline ${quoted}\n`, data(content.content)];
  }
  const plain = typeof content === 'string' || Buffer.isBuffer(content);
  return [`M 100644 inline ${quoted}\n`, data(plain ? content : `${JSON.stringify(content, null, 2)}\n`)];
}

function pipe(path: string, parameters: string[], input: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['--git-dir', path, ...parameters], { env: environment });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`git: ${errors}`))));
    child.stdin.on('error', () => {});
    child.stdin.end(Buffer.concat(input.map((part) => Buffer.from(part))));
  });
}
