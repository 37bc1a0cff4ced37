import type { Command } from 'commander';
import { parseCount } from '../arguments.js';
import { withExamples } from '../help.js';
import type { ServeOptions } from '../serve/run.js';
import type { Session } from '../session.js';
import { withStorePlace } from '../store/options.js';

const exitCodes = `
Exit codes:
  2  wrong usage
  4  the address or the database cannot be used
  Interrupted: 130 (Ctrl-C), 143 (SIGTERM).
`;

/** `reprove serve` */
export function defineServe(program: Command, session: Session): void {
  const command = program
    .command('serve')
    .summary('show what batches found as web pages')
    .description(
      'Serves what is in the database as web pages, JSON and badges; nothing can be changed there. For this machine only, unless it is told who may read (docs/web-site.md).',
    )
    .option('--host <host>', 'address to listen at', '127.0.0.1')
    .option('--port <port>', 'port to listen at', parseCount(1, 65_535), 8_080)
    .option(
      '--token-file <file>',
      'whoever has the token in it may read: as bearer token, or as password of HTTP’s log-in',
    )
    .option('--behind-proxy <header>', 'a reverse proxy asked who it is, and says so in this header')
    .option('--public', 'everybody may read')
    .option('-v, --verbose', 'show details, and stacks of errors');
  withExamples(
    withStorePlace(command),
    [
      ['reprove serve', 'on this machine'],
      [
        'reprove serve --host 0.0.0.0 --token-file /run/secrets/token --database postgres://reprove@db/reprove',
        '',
      ],
    ],
    exitCodes,
  ).action((options: ServeOptions) => {
    session.start(import('../serve/run.js').then(({ runServe }) => runServe(options, session)));
  });
}
