import { mkdir, mkdtemp, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sweep } from './sweep.js';

/**
 * All the configuration that reading sees. What could be cached wrongly or on purpose in a repository (replaced objects,
 * the commit graph, the index over several packs) is not consulted.
 */
const config = `[core]
\trepositoryformatversion = 0
\tbare = true
\tcommitGraph = false
\tmultiPackIndex = false
\tuseReplaceRefs = false
\thooksPath = /dev/null
\tfsmonitor = false
\tattributesFile = /dev/null
\tquotePath = true
\tlogAllRefUpdates = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[protocol]
\tallow = never
[log]
\tshowSignature = false
`;

/** What a view shows of a repository; its configuration, hooks, attributes, grafts and alternates are left out. */
const shown = ['objects', 'refs', 'packed-refs', 'shallow'];

/**
 * Makes a git folder at `at` that reads another repository's objects and refs under a configuration of our own. A
 * repository's configuration can name programs (`core.fsmonitor`, `core.sshCommand`, aliases, filters) and remotes to
 * fetch missing objects from; git has no option to ignore it. The technique is that of git's own contrib/workdir.
 * The repository itself is not touched.
 */
export async function makeView(repository: string, at: string): Promise<void> {
  if ((await stat(join(at, 'HEAD')).catch(() => null)) !== null) return;
  await mkdir(dirname(at), { recursive: true });
  await sweep(dirname(at), `${basename(at)}.`, false);
  const incoming = await mkdtemp(`${at}.`);
  await writeFile(join(incoming, 'HEAD'), 'ref: refs/heads/main\n');
  await writeFile(join(incoming, 'config'), config);
  for (const name of shown) await symlink(join(repository, name), join(incoming, name));
  try {
    await rename(incoming, at);
  } catch (error) {
    await rm(incoming, { recursive: true, force: true });
    // Somebody else made the same one first.
    if ((await stat(join(at, 'HEAD')).catch(() => null)) === null) throw error;
  }
}
