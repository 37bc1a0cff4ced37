import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { HttpError } from './error.js';

/** Who may read. */
export type Access =
  /** This machine: requests must name it, so that no page elsewhere can have a browser read ours by another name of loopback. */
  | { kind: 'loopback' }
  /** Whoever knows the token: `Authorization: Bearer`, or the password of HTTP's own log-in with any name. */
  | { kind: 'token'; token: string }
  /** A reverse proxy asked already, and says whom in this header. */
  | { kind: 'proxy'; header: string }
  | { kind: 'public' };

/** @throws {HttpError} for whoever may not. */
export const guard =
  (access: Access): MiddlewareHandler =>
  async (context, next) => {
    const { req } = context;
    if (req.method !== 'GET' && req.method !== 'HEAD')
      throw new HttpError(405, 'nothing can be changed here', { allow: 'GET, HEAD' });
    if (req.path !== '/healthz') check(access, (name) => req.header(name));
    await next();
  };

function check(access: Access, header: (name: string) => string | undefined): void {
  switch (access.kind) {
    case 'loopback':
      if (!/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(header('host') ?? ''))
        throw new HttpError(403, 'this is for this machine only: ask for it by localhost');
      return;
    case 'token':
      if (!knows(header('authorization'), access.token))
        throw new HttpError(401, 'the token is needed', {
          'www-authenticate': 'Basic realm="reprove", charset="UTF-8"',
        });
      return;
    case 'proxy':
      if (!header(access.header)) throw new HttpError(403, 'the proxy said nobody');
      return;
    case 'public':
      return;
  }
}

function knows(authorization: string | undefined, token: string): boolean {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization ?? '') ?? [];
  if (/^bearer$/i.test(scheme)) return same(value, token);
  if (!/^basic$/i.test(scheme)) return false;
  const decoded = Buffer.from(value, 'base64').toString();
  return same(decoded.slice(decoded.indexOf(':') + 1), token);
}

/** In a time that says nothing of where they differ. */
const same = (given: string, token: string): boolean => timingSafeEqual(digest(given), digest(token));
const digest = (text: string) => createHash('sha256').update(text).digest();
