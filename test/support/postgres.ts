import { randomUUID } from 'node:crypto';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import pg from 'pg';

/** A PostgreSQL server of its own in a temporary folder, listening on a socket there and nowhere else. */
export interface PostgresServer {
  /** Address of a database that was made now and is empty. */
  database(): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Where Debian's package has its programs, newest first. */
async function programs(): Promise<string | null> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const newest = versions
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a)[0];
  return newest === undefined ? null : join('/usr/lib/postgresql', String(newest), 'bin');
}

/** Starts a server; null, and a loud word, where PostgreSQL isn't installed. */
export async function postgresServer(): Promise<PostgresServer | null> {
  const bin = await programs();
  if (bin === null) {
    console.warn(
      'POSTGRESQL IS NOT INSTALLED: tests of the store on it did not run (apt-get install postgresql)',
    );
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), 'reprove-pg-'));
  // PostgreSQL refuses to run as root; where we are, the server runs as nobody.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (process.getuid?.() === 0) await chown(folder, 65_534, 65_534);
  const data = join(folder, 'data');
  await execa(join(bin, 'initdb'), ['-D', data, '-U', 'reprove', '-A', 'trust', '--no-sync', '-E', 'UTF8'], {
    ...user,
    cwd: folder,
  });
  const options = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c fsync=off -c max_connections=100`;
  const control = (...args: string[]) =>
    execa(join(bin, 'pg_ctl'), ['-D', data, '-w', ...args], { ...user, cwd: folder, stdio: 'ignore' });
  const start = async () => void (await control('start', '-l', join(folder, 'log'), '-o', options));
  await start();
  const address = (name: string) =>
    `postgresql://reprove@localhost/${name}?host=${encodeURIComponent(folder)}`;
  return {
    async database() {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      const client = new pg.Client(address('postgres'));
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return address(name);
    },
    start,
    stop: async () => void (await control('stop', '-m', 'immediate')),
    async remove() {
      await control('stop', '-m', 'immediate').catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
