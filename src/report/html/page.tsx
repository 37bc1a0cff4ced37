import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { Decision } from '../../policy/decision.js';
import type { Result } from '../../result.js';
import { isWorthTelling } from '../decision.js';
import { marks } from '../terminal/heading.js';
import { DecisionPart } from './decision.js';
import { sections } from './sections.js';
import { style } from './style.js';

/** Nothing is loaded, sent or run, whatever stands in the page; the one style is named by its digest. */
export const reportPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What each verdict means for whoever uses the release. */
const meanings: Record<Result['verdict']['kind'], string> = {
  reproduced: 'What is installed is what the source says. Whether the source is good was not asked.',
  inert: 'Something in it is not accounted for, and none of that can act.',
  differs: 'Something in it that could act is not what the source says.',
  suspicious: 'Something in it that could act is not what the source says, and it looks like malice.',
  inconclusive: 'Whether it is what its source says could not be established.',
};

/** The whole document. */
export function Page({ result, decision }: { result: Result; decision: Decision | undefined }) {
  const { release, verdict } = result;
  const kind = verdict.level === null ? verdict.kind : `${verdict.kind} (${verdict.level})`;
  const rendered = sections.flatMap((section) => {
    const content = section.render(result);
    return content === null ? [] : [{ ...section, content }];
  });
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={reportPolicy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>{`${release.name} ${release.version}: ${kind}`}</title>
        <style>{raw(style)}</style>
      </head>
      <body class={verdict.kind}>
        <header>
          <h1>
            <span class="mark" aria-hidden="true">
              {marks[verdict.kind]}
            </span>{' '}
            {kind}:{' '}
            <code>
              {release.name} {release.version}
            </code>
          </h1>
          <p class="lead">{verdict.summary}</p>
          <p>{meanings[verdict.kind]}</p>
          {decision !== undefined && isWorthTelling(decision) ? <DecisionPart decision={decision} /> : ''}
        </header>
        <nav aria-label="Sections">
          <ul>
            {rendered.map(({ id, title }) => (
              <li>
                <a href={`#${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        <main>
          {rendered.map(({ id, title, content }) => (
            <section aria-labelledby={id}>
              <h2 id={id}>{title}</h2>
              {content}
            </section>
          ))}
        </main>
        <footer>
          <p>
            Verified <time>{result.verifiedAt}</time> by reprove {result.reprove} in{' '}
            {result.seconds.toFixed(1)} s. <code>reprove explain &lt;name&gt;</code> prints the page of a
            signal, a normalizer or a verdict.
          </p>
        </footer>
      </body>
    </html>
  );
}
