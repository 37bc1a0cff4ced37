import { once } from 'node:events';
import { serve } from '@hono/node-server';
import { openStore } from '../../batch/store/open.js';
import { storePlace } from '../../batch/store/place.js';
import { textFile, whyUnreadable } from '../../config/text-file.js';
import { type ExitCode, exitCodes, ReproveError } from '../../errors.js';
import { siteApp } from '../../serve/app.js';
import type { Access } from '../../serve/guard.js';
import { storeAccess } from '../../serve/store-access.js';
import { CommandError } from '../error.js';
import type { Session } from '../session.js';
import type { StoreCommandOptions } from '../store/options.js';

/** `reprove serve`'s options as commander hands them over. */
export interface ServeOptions extends StoreCommandOptions {
  host: string;
  port: number;
  tokenFile?: string;
  behindProxy?: string;
  public?: boolean;
}

/** Serves the site until it is interrupted. */
export async function runServe(options: ServeOptions, { io, signal }: Session): Promise<ExitCode> {
  const access = await accessOf(options);
  const place = await storePlace(options, io);
  const stores = storeAccess(() => openStore(place, { signal, connections: 5 }), {
    keep: place.kind === 'postgresql',
  });
  try {
    // What can't be opened at all is told here, and not to whoever asks first.
    await stores.read(async () => undefined);
    const server = serve({
      fetch: siteApp(stores, access).fetch,
      hostname: options.host,
      port: options.port,
    });
    await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
      throw unusable(options, error);
    });
    const host = options.host.includes(':') ? `[${options.host}]` : options.host;
    io.stderr.write(`listening at http://${host}:${options.port} (${access.kind})\n`);
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    throw signal.reason;
  } finally {
    await stores.close();
  }
  return exitCodes.passed;
}

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);

/** Bytes; a shorter token can be guessed. */
const shortestToken = 16;

async function accessOf({ host, tokenFile, behindProxy, public: everybody }: ServeOptions): Promise<Access> {
  const given = [tokenFile, behindProxy, everybody].filter((one) => one !== undefined);
  if (given.length > 1)
    throw new CommandError(
      '--token-file, --behind-proxy and --public exclude each other',
      'Give one of them.',
    );
  if (tokenFile !== undefined) {
    const text = await textFile(tokenFile, { bytes: 4_096, words: '4 KiB' }).catch((cause: unknown) => {
      throw new CommandError(
        `${tokenFile} can't be read: ${whyUnreadable(cause)}`,
        'Name a file that holds the token.',
      );
    });
    const token = text.trim();
    if (token.length < shortestToken)
      throw new CommandError(
        `the token in ${tokenFile} is too short`,
        `Use ${shortestToken} characters and more.`,
      );
    return { kind: 'token', token };
  }
  if (behindProxy !== undefined) {
    if (!/^[\w-]{1,60}$/.test(behindProxy))
      throw new CommandError(
        `${behindProxy} is no name of a header`,
        'Name the one in which the proxy says who asks.',
      );
    return { kind: 'proxy', header: behindProxy };
  }
  if (everybody) return { kind: 'public' };
  if (isLoopback(host)) return { kind: 'loopback' };
  throw new CommandError(
    `whoever reaches ${host} could read everything`,
    'Add --token-file <file>, or --behind-proxy <header> where a proxy asks who it is, or --public.',
  );
}

const unusable = ({ host, port }: ServeOptions, { code, message }: NodeJS.ErrnoException): ReproveError =>
  new ReproveError({
    code: 'E_ADDRESS',
    message: `can't listen at ${host}, port ${port}: ${code === 'EADDRINUSE' ? 'something else does' : message}`,
    hint: 'Choose another with --host and --port.',
    exitCode: exitCodes.environment,
  });
