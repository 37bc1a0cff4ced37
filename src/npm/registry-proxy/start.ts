import { once, setMaxListeners } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import pLimit from 'p-limit';
import type { SupplyLog } from '../../ecosystem.js';
import type { Material } from '../../sandbox/schema.js';
import type { FlatOptions } from '../configuration.js';
import type { GitPackages } from '../git-dependencies/packages.js';
import type { PinnedVersions } from '../lockfile-pins.js';
import { type Answer, answer, type Desk } from './answer.js';
import { journal } from './journal.js';
import { abbreviatedType } from './packument.js';
import { type RefusedRelease, refusalOf } from './refused-release.js';
import { type RegistryRequest, readRequest } from './request.js';
import { packageShelf } from './shelf.js';
import { tarballs } from './tarballs.js';
import type { Upstream } from './upstream.js';

/** What a proxy serves, to whom, and what it keeps back. */
export interface RegistryProxyOptions {
  /** Path of the unix socket to listen on, at most 107 bytes, in a folder that only we can enter. */
  socket: string;
  /** Address under which clients see the proxy; ends in a slash. */
  publicUrl: string;
  /** The user's npm configuration; stays on the host. */
  options: FlatOptions;
  /** ISO 8601: versions published later don't exist unless pinned; null for now. */
  before: string | null;
  refuse: RefusedRelease;
  pinned: PinnedVersions;
  /** Packages of which only these versions exist, whenever they were published, and only with these bytes. */
  heldTo?: readonly Material[];
  /** What is packed from git repositories, when something is. */
  git?: Pick<GitPackages, 'open'>;
  /** Absolute path of reprove's cache folder: packuments and tarballs are kept there. */
  cache: string;
  signal: AbortSignal;
}

/** A proxy that is listening. */
export interface RegistryProxy {
  socket: string;
  log(): SupplyLog;
  /** Ends every connection and removes the socket. */
  close(): Promise<void>;
}

/**
 * Bounds on what a build may take of the host. Times in milliseconds. At most `packuments` and `tarballs` are worked on and sent at
 * once: a client that doesn't read holds up itself.
 */
const limits = {
  headerBytes: 32 * 2 ** 10,
  bodyBytes: 32 * 2 ** 20,
  connections: 256,
  requestTime: 60_000,
  idleTime: 180_000,
  // Parsed ones take tens of MB each while they are.
  packuments: 4,
  tarballs: 12,
  downloadBytes: 16 * 2 ** 30,
} as const;

/**
 * Serves the registry to one build over a unix socket: packages as they were at `before`, never the release under verification, never
 * anything that isn't a package. Everything a client sends is hostile. Rejects when the socket can't be made.
 */
export async function startRegistryProxy(options: RegistryProxyOptions): Promise<RegistryProxy> {
  const ended = new AbortController();
  const upstream: Upstream = {
    options: options.options,
    cache: options.cache,
    signal: AbortSignal.any([options.signal, ended.signal]),
  };
  // One listener for each request on its way, of which there are many.
  setMaxListeners(0, upstream.signal);
  const desk = deskOf(options, upstream);
  const limit = { packument: pLimit(limits.packuments), tarball: pLimit(limits.tarballs) };

  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.requestTime,
      requestTimeout: limits.requestTime,
      keepAliveTimeout: limits.idleTime,
      connectionsCheckingInterval: 5_000,
    },
    (request, response) => {
      const read = readRequest(request.method ?? '', request.url ?? '');
      const line = `${request.method} ${request.url}`.slice(0, 120);
      const queue = read.kind === 'tarball' || read.kind === 'git-tarball' ? limit.tarball : limit.packument;
      takeBody(request, response, read);
      const reply = async (): Promise<void> => {
        if (response.destroyed) return;
        const form = request.headers.accept?.includes(abbreviatedType) ? 'abbreviated' : 'full';
        await send(request, response, await answer(read, line, form, desk));
      };
      queue(reply).catch(() => response.destroy());
    },
  );
  server.maxConnections = limits.connections;
  server.setTimeout(limits.idleTime, (socket) => socket.destroy());
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen(options.socket);
  await once(server, 'listening');
  // Whoever the sandbox runs as may connect; the folder keeps everybody else out.
  await chmod(options.socket, 0o666);

  return {
    socket: options.socket,
    log: () => desk.journal.read(),
    async close() {
      ended.abort();
      server.close();
      server.closeAllConnections();
      await rm(options.socket, { force: true });
    },
  };
}

function deskOf(
  { before, pinned, heldTo = [], refuse, publicUrl, git }: RegistryProxyOptions,
  upstream: Upstream,
): Desk {
  const byName = new Map<string, Set<string>>();
  for (const { name, version } of pinned.versions) {
    byName.set(name, (byName.get(name) ?? new Set()).add(version));
  }
  const held = new Map<string, Map<string, string>>();
  for (const { name, version, integrity } of heldTo) {
    held.set(name, (held.get(name) ?? new Map()).set(version, integrity));
  }
  const refusal = refusalOf(refuse);
  const time = before === null ? null : Date.parse(before);
  if (Number.isNaN(time)) throw new RangeError(`not a time: ${before}`);
  const desk: Desk = {
    shelf: packageShelf(upstream, { before: time, pinned: byName, held, refusal, publicUrl }),
    tarballs: tarballs(upstream, limits.downloadBytes),
    git: git ?? null,
    refusal,
    pinned: byName,
    held,
    journal: journal(),
  };
  if (pinned.note !== null) desk.journal.note(pinned.note);
  return desk;
}

/** Audits come with a body that nobody reads; it is let pass up to a size. Any other is not even received. */
function takeBody(request: IncomingMessage, response: ServerResponse, { kind }: RegistryRequest): void {
  let size = 0;
  if (kind === 'refused') response.setHeader('connection', 'close');
  request.on('error', () => response.destroy());
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limits.bodyBytes) request.destroy();
  });
}

/** Resolves when all was sent, or the client is gone. */
async function send(request: IncomingMessage, response: ServerResponse, given: Answer): Promise<void> {
  if (given.status !== 200) {
    const body = JSON.stringify({ error: given.error });
    response.writeHead(given.status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
    return;
  }
  const { content } = given;
  const isFile = !Buffer.isBuffer(content);
  try {
    response.writeHead(200, {
      'content-type': given.type,
      'content-length': given.size,
      // npm would hash and write each tarball once more for a cache that is gone after the step.
      ...(given.type === 'application/octet-stream' ? { 'cache-control': 'no-store' } : {}),
    });
    if (request.method === 'HEAD') response.end();
    else if (isFile) await pipeline(content.createReadStream({ start: 0, autoClose: false }), response);
    else response.end(content);
    if (!response.closed) await once(response, 'close');
  } finally {
    if (isFile) await content.close();
  }
}
