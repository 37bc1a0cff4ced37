import type { Result } from '../../result.js';
import { More } from './more.js';
import type { Section } from './sections.js';

const most = 300;

/** Named reasons for concern, each with its line. */
export const findings: Section = {
  id: 'findings',
  title: 'Findings',
  render: ({ findings: all }: Result) =>
    all.length === 0 ? null : (
      <>
        <ul class="findings">
          {all.slice(0, most).map(({ severity, title, signal, path, line, message, excerpt }) => (
            <li class={severity}>
              <p>
                <strong>{severity}</strong> {title}
                {path === null ? '' : ' in '}
                {path === null ? '' : <code>{line === null ? path : `${path}:${line}`}</code>}
              </p>
              <p>
                {message} <code class="dim">reprove explain {signal}</code>
              </p>
              {excerpt === null ? '' : <pre>{excerpt}</pre>}
            </li>
          ))}
        </ul>
        <More amount={all.length - most} />
      </>
    ),
};
