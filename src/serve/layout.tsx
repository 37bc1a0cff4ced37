import type { Child } from 'hono/jsx';
import type { VerdictKind } from '../judge/schema.js';
import { escapeText } from '../report/escape.js';
import { marks } from '../report/terminal/heading.js';

/** One page of the site. */
export interface PageProps {
  title: string;
  /** The path of the part of the site that it belongs to. */
  at?: string;
  children?: Child;
}

const parts = [
  ['/', 'Overview'],
  ['/runs', 'Runs'],
  ['/packages', 'Packages'],
  ['/findings', 'Findings'],
] as const;

/** The whole document. Nothing in it runs; its style is a file of ours. */
export function Layout({ title, at, children }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · reprove`}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <nav class="site" aria-label="Site">
          <strong>reprove</strong>
          <ul>
            {parts.map(([path, words]) => (
              <li>
                <a href={path} {...(path === at ? { 'aria-current': 'page' } : {})}>
                  {words}
                </a>
              </li>
            ))}
          </ul>
          <search>
            <form action="/packages" method="get">
              <label for="search">Package</label>{' '}
              <input id="search" name="search" type="search" maxlength={214} />{' '}
              <button type="submit">Search</button>
            </form>
          </search>
        </nav>
        <main id="main">
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

/** Text from elsewhere, with nothing hidden in it; JSX keeps it text. */
export const seen = (text: unknown, limit?: number): string => escapeText(String(text ?? ''), limit);

/** A verdict, told by word and mark and not by color alone. */
export function Verdict({ kind, level = null }: { kind: string | null; level?: string | null }) {
  if (kind === null) return <span class="dim">none</span>;
  return (
    <span class={`verdict ${kind}`}>
      <span aria-hidden="true">{marks[kind as VerdictKind]}</span> {kind}
      {level === null ? '' : ` (${level})`}
    </span>
  );
}

/** Minutes are enough. */
export const time = (date: Date | string | null): string =>
  date === null ? '' : new Date(date).toISOString().slice(0, 16).replace('T', ' ');

export const packagePath = (name: string): string => `/packages/${encodeURIComponent(name)}`;

interface PagerProps {
  total: number;
  page: number;
  limit: number;
  /** Path and what else is asked for. */
  path: string;
  query?: Record<string, string>;
}

/** Where in a list one is, and how to get on. */
export function Pager({ total, page, limit, path, query = {} }: PagerProps) {
  const last = Math.max(1, Math.ceil(total / limit));
  const link = (to: number) =>
    `${path}?${new URLSearchParams({ ...query, ...(limit === 50 ? {} : { limit: String(limit) }), page: String(to) })}`;
  return (
    <nav class="pager" aria-label="Pages">
      <p>
        {total === 0
          ? 'Nothing here.'
          : `${(page - 1) * limit + 1} to ${Math.min(page * limit, total)} of ${total}`}{' '}
        {page > 1 && <a href={link(page - 1)}>Earlier page</a>}{' '}
        {page < last && <a href={link(page + 1)}>Next page</a>}
      </p>
    </nav>
  );
}
