import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Private host folder of one supply: the proxy's socket and the commands of the toolchain. */
export interface SupplyFolder {
  socket: string;
  commands: string;
  remove(): Promise<void>;
}

const prefix = 'reprove-supply-';
const socketName = 's';

/** Bytes of a unix socket's path, as Linux bounds it (unix(7)). */
const socketPathLimit = 107;

/** A folder without a socket belongs to a process that is starting, or was killed then; at this age (ms) to the latter. */
const abandonedAfter = 3_600_000;

/** Makes the folder, for its owner alone, in the system's temporary folder; removes those of processes that were killed. */
export async function supplyFolder(): Promise<SupplyFolder> {
  const long = Buffer.byteLength(join(tmpdir(), `${prefix}XXXXXX`, socketName)) > socketPathLimit;
  const parent = long ? '/tmp' : tmpdir();
  await sweep(parent);
  const folder = await mkdtemp(join(parent, prefix));
  return {
    socket: join(folder, socketName),
    commands: join(folder, 'bin'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(parent, name);
    const found = await stat(folder).catch(() => null);
    if (found === null || found.uid !== process.getuid?.()) continue;
    if (await isAbandoned(join(folder, socketName), found.mtimeMs)) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** A socket that nobody listens on refuses; one that somebody does accepts, even if it is in another container. */
function isAbandoned(socket: string, madeAt: number): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.on('connect', () => {
      connection.destroy();
      resolve(false);
    });
    connection.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' || (code === 'ENOENT' && Date.now() - madeAt > abandonedAfter)),
    );
  });
}
