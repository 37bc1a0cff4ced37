import type { Command } from 'commander';
import { type CommonOptions, withCommonOptions, withExamples } from '../help.js';
import type { Session } from '../session.js';

/** `reprove cache ls` and `reprove cache clear` */
export function defineCache(program: Command, session: Session): void {
  const cache = program.command('cache').description('Shows or empties the cache.');
  const ls = cache
    .command('ls')
    .description('Shows what is in the cache, by kind.')
    .option('--json', 'print it as JSON');
  withExamples(withCommonOptions(ls), [['reprove cache ls', 'sizes by kind']]).action(
    (options: CommonOptions & { json?: boolean }) => {
      session.start(import('../cache/list.js').then(({ runCacheList }) => runCacheList(options, session)));
    },
  );
  const clear = cache
    .command('clear')
    .description('Removes what is in the cache, or one kind of it. What is needed again is downloaded again.')
    .argument('[kind]', 'as `reprove cache ls` names it, such as mirrors');
  withExamples(withCommonOptions(clear), [
    ['reprove cache clear', 'everything'],
    ['reprove cache clear mirrors', 'only the clones'],
  ]).action((kind: string | undefined, options: CommonOptions) => {
    session.start(
      import('../cache/clear.js').then(({ runCacheClear }) => runCacheClear(kind, options, session)),
    );
  });
  withExamples(cache, [
    ['reprove cache ls', 'sizes by kind'],
    ['reprove cache clear', 'everything'],
  ]);
}
