import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const program = '/usr/bin/docker-registry';

/** Whether the distribution project's registry is on this machine, which is said loudly where it isn't. */
export function ociRegistryHere(): boolean {
  if (existsSync(program)) return true;
  console.warn('\n*** OCI REGISTRIES NOT TESTED: there is none (apt-get install docker-registry)\n');
  return false;
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** A registry of its own in a folder. `push` puts files of a folder there as `oras push` does. */
export async function ociRegistry(folder: string) {
  const port = await freePort();
  const config = join(folder, 'registry.yml');
  await writeFile(
    config,
    `version: 0.1\nstorage: { filesystem: { rootdirectory: ${join(folder, 'blobs')} } }\nhttp: { addr: 127.0.0.1:${port} }\nlog: { accesslog: { disabled: true }, level: error }\n`,
  );
  const child: ChildProcess = spawn(program, ['serve', config], { stdio: 'ignore' });
  const base = `http://127.0.0.1:${port}/v2/`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (
      await fetch(base).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    await sleep(100);
  }
  const upload = async (name: string, bytes: Buffer) => {
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const started = await fetch(`${base}${name}/blobs/uploads/`, { method: 'POST' });
    const to = new URL(started.headers.get('location')!);
    to.searchParams.set('digest', digest);
    const done = await fetch(to, { method: 'PUT', body: new Uint8Array(bytes) });
    if (done.status !== 201) throw new Error(`the registry answers ${done.status}`);
    return { digest, size: bytes.length };
  };
  return {
    host: `127.0.0.1:${port}`,
    async push(name: string, tag: string, from: string, paths: readonly string[]) {
      const empty = await upload(name, Buffer.from('{}'));
      const layers = [];
      for (const path of paths)
        layers.push({
          mediaType: 'application/octet-stream',
          ...(await upload(name, await readFile(join(from, path)))),
          annotations: { 'org.opencontainers.image.title': path },
        });
      const mediaType = 'application/vnd.oci.image.manifest.v1+json';
      const config = { mediaType: 'application/vnd.oci.empty.v1+json', ...empty };
      const body = JSON.stringify({ schemaVersion: 2, mediaType, config, layers });
      const answer = await fetch(`${base}${name}/manifests/${tag}`, {
        method: 'PUT',
        headers: { 'content-type': mediaType },
        body,
      });
      if (answer.status !== 201)
        throw new Error(`the registry answers ${answer.status}: ${await answer.text()}`);
    },
    close: () => void child.kill('SIGKILL'),
  };
}
