import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { z } from 'zod';
import { runBefore } from '../batch/store/run-list.js';
import { badge, unknownBadge } from '../report/badge.js';
import { escapeText } from '../report/escape.js';
import { reportPolicy } from '../report/html/page.js';
import { htmlReport } from '../report/html.js';
import { jsonText } from '../report/json.js';
import { version } from '../version.js';
import { endpoints, openApi } from './api.js';
import {
  changesPage,
  findingsPage,
  findingsSchema,
  newestResult,
  overview,
  packagePage,
  packagesPage,
  pageSchema,
  runPage,
  runsPage,
  storedResult,
} from './data.js';
import { HttpError, notFound } from './error.js';
import { type Access, guard } from './guard.js';
import { Layout, seen } from './layout.js';
import { Findings } from './pages/findings.js';
import { Overview } from './pages/overview.js';
import { Package, Packages } from './pages/packages.js';
import { ResultPage } from './pages/result.js';
import { Changes, Run, Runs } from './pages/runs.js';
import type { StoreAccess } from './store-access.js';
import { siteStyle } from './style.js';

/** Nothing runs, nothing is loaded from elsewhere, and nobody may put a page of ours into one of theirs. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const strict: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'private, no-cache',
};

const idSchema = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

/** The site over a store: pages, JSON and badges; read only. */
export function siteApp(stores: StoreAccess, access: Access): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(strict))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  });
  app.use(guard(access));
  app.use(etag());
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/style.css', (context) =>
    context.body(siteStyle, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  pages(app, stores);
  api(app, stores);
  badges(app, stores);
  app.notFound(() => {
    throw notFound('such page');
  });
  app.onError((error, context) => failed(error, context));
  return app;
}

function pages(app: Hono, { read }: StoreAccess): void {
  app.get('/', async (context) => page(context, <Overview {...(await read(overview))} />));
  app.get('/runs', async (context) => {
    const query = asked(pageSchema, context.req.query());
    return page(context, <Runs {...(await read((store) => runsPage(store, query)))} {...query} />);
  });
  app.get('/runs/:id', async (context) => {
    const { id } = asked(idSchema, context.req.param());
    const query = asked(pageSchema, context.req.query());
    const [found, since] = await read(
      async (store) => [await runPage(store, id, query), await runBefore(store, id)] as const,
    );
    return page(context, <Run {...found} {...query} since={since} />);
  });
  app.get('/runs/:id/changes', async (context) => {
    const { id } = asked(idSchema, context.req.param());
    const { since } = asked(z.object({ since: idSchema.shape.id }), context.req.query());
    return page(context, <Changes {...(await read((store) => changesPage(store, since, id)))} />);
  });
  app.get('/packages', async (context) => {
    const query = asked(pageSchema.extend({ search: z.string().max(214).default('') }), context.req.query());
    return page(context, <Packages {...(await read((store) => packagesPage(store, query)))} {...query} />);
  });
  app.get('/packages/:name', async (context) => {
    const query = asked(pageSchema, context.req.query());
    const found = await read((store) => packagePage(store, context.req.param('name'), query));
    return page(context, <Package {...found} {...query} />);
  });
  app.get('/findings', async (context) => {
    const query = asked(findingsSchema, context.req.query());
    return page(context, <Findings {...(await read((store) => findingsPage(store, query)))} {...query} />);
  });
  app.get('/results/:id', async (context) => {
    const { id } = asked(idSchema, context.req.param());
    return page(context, <ResultPage id={id} result={await read((store) => storedResult(store, id))} />);
  });
  app.get('/results/:id/report', async (context) => {
    const { id } = asked(idSchema, context.req.param());
    const text = await htmlReport(await read((store) => storedResult(store, id)));
    context.header('content-security-policy', `${reportPolicy}; frame-ancestors 'none'`);
    return context.html(text);
  });
}

function api(app: Hono, { read }: StoreAccess): void {
  const json = (context: Context, value: unknown, status: 200 | HttpError['status'] = 200) =>
    context.body(`${jsonText(value)}\n`, status, { 'content-type': 'application/json; charset=utf-8' });
  app.get('/api/openapi.json', (context) => json(context, openApi(version)));
  for (const { path, parameters, query, read: answer } of endpoints) {
    app.get(`/api/v1${path}`, async (context) => {
      const given = asked(parameters, context.req.param());
      const wanted = asked(query, context.req.query());
      return json(context, await read((store) => answer(store, given, wanted)));
    });
  }
}

function badges(app: Hono, { read }: StoreAccess): void {
  const answer = async (context: Context, name: string, wanted: string | null) => {
    const found = await read((store) => newestResult(store, name, wanted));
    const svg =
      found === null
        ? unknownBadge(escapeText(name, 214))
        : badge({
            name: escapeText(name, 214),
            version: escapeText(found.version),
            kind: found.verdict,
            level: found.level,
          });
    // For READMEs elsewhere.
    context.header('cross-origin-resource-policy', 'cross-origin');
    context.header('cache-control', 'max-age=300');
    return context.body(svg, 200, { 'content-type': 'image/svg+xml; charset=utf-8' });
  };
  const bare = (text: string): string => {
    if (!text.endsWith('.svg') || text.length > 300) throw notFound('such badge');
    return text.slice(0, -'.svg'.length);
  };
  app.get('/badge/:name', (context) => answer(context, bare(context.req.param('name')), null));
  app.get('/badge/:name/:version', (context) =>
    answer(context, context.req.param('name'), bare(context.req.param('version'))),
  );
}

const page = async (context: Context, content: unknown, status: 200 | HttpError['status'] = 200) =>
  context.html(
    `<!DOCTYPE html>\n${await (content as { toString(): string | Promise<string> }).toString()}\n`,
    status,
  );

/** What was asked for, where it makes sense. @throws {HttpError} 400 in one line. */
function asked<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HttpError(400, `${escapeText(issue?.path.join('.') ?? '')}: ${escapeText(issue?.message ?? '')}`);
}

/** No stack, no path, nothing of ours. */
function failed(error: Error, context: Context): Response | Promise<Response> {
  const known = error instanceof HttpError ? error : null;
  if (known === null) process.stderr.write(`${escapeText(error.stack ?? error.message, 4_000)}\n`);
  const status = known?.status ?? 500;
  const message = known?.message ?? 'this went wrong here; the log of the server says why';
  for (const [name, value] of Object.entries({ ...strict, ...known?.headers })) context.header(name, value);
  if (context.req.path.startsWith('/api/')) return context.json({ error: message }, status);
  const title = status === 404 ? 'Not found' : status === 503 ? 'Not now' : 'Not possible';
  return page(
    context,
    <Layout title={title}>
      <p>{seen(message)}.</p>
    </Layout>,
    status as HttpError['status'],
  );
}
