import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Things on the host that no sandbox may get at, and proof that they could be had without one. */
export interface PlantedHost {
  /** Text that is in every planted file and service; seeing it inside is an escape. */
  secret: string;
  files: string[];
  /** A host process, with the secret in its environment and its command line. */
  pid: number;
  /** Loopback and other addresses with a service, whose answer is the secret. */
  addresses: { host: string; port: number }[];
  /** Paths of unix sockets with the same; one starts with a zero byte: an abstract name. */
  sockets: string[];
  close(): Promise<void>;
}

/** Plants it all, in the home, in a world-readable folder and on every address of this machine. */
export async function plantedHost(): Promise<PlantedHost> {
  const secret = `planted-${randomBytes(8).toString('hex')}`;
  const open = mkdtempSync(join(tmpdir(), 'reprove-planted-'));
  const home = mkdtempSync(join(homedir(), '.reprove-planted-'));
  const paths = {
    home: join(home, 'credentials'),
    mirror: join(open, 'mirrors', 'HEAD'),
    tarball: join(open, 'published.tgz'),
  };
  mkdirSync(join(open, 'mirrors'));
  for (const path of Object.values(paths)) writeFileSync(path, secret, { mode: 0o666 });
  process.env.REPROVE_PLANTED = secret;
  const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', secret], { stdio: 'ignore' });

  const servers: Server[] = [];
  const listen = async (options: { path: string } | { host: string; port: number }) => {
    const server = createServer((connection) => {
      connection.on('error', () => {});
      connection.end(secret);
    });
    servers.push(server);
    await new Promise<void>((resolve, reject) => server.on('error', reject).listen(options, resolve));
    return server.address();
  };
  const sockets = [join(open, 'service.sock'), `\0${secret}`];
  for (const path of sockets) await listen({ path });
  const own = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address?.family === 'IPv4')
    .map((address) => address!.address);
  const addresses = [];
  for (const host of new Set(['127.0.0.1', ...own])) {
    const address = await listen({ host, port: 0 });
    if (address !== null && typeof address === 'object') addresses.push({ host, port: address.port });
  }
  return {
    secret,
    files: Object.values(paths),
    pid: sleeper.pid!,
    addresses,
    sockets,
    async close() {
      delete process.env.REPROVE_PLANTED;
      sleeper.kill('SIGKILL');
      for (const server of servers) await new Promise((resolve) => server.close(resolve));
      for (const folder of [open, home]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ids of host processes with this text in their command line. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Ids of host processes that run as this user. */
export function processesOf(uid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return statSync(`/proc/${name}`).uid === uid;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Waits until something holds; false when it still doesn't after `milliseconds`. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  milliseconds: number,
): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return holds();
}
