import type { Command } from 'commander';
import { withExamples } from '../help.js';
import type { Session } from '../session.js';
import { type StoreCommandOptions, storeExitCodes, withStoreOptions } from '../store/options.js';

/** `reprove db migrate`, `check`, `export` and `import` */
export function defineDb(program: Command, session: Session): void {
  const db = program
    .command('db')
    .summary('look after the database of batches')
    .description('Looks after the database of batches.');
  const start = (work: (code: typeof import('../store/db.js')) => Promise<number>) =>
    session.start(import('../store/db.js').then(work));
  const define = (command: Command, example: string): Command =>
    withExamples(withStoreOptions(command), [[example, '']], storeExitCodes);
  define(
    db.command('migrate').description('Brings the tables up to what this version needs.'),
    'reprove db migrate --database postgres://reprove@db.example/reprove',
  ).action((options: StoreCommandOptions) => start((code) => code.runMigrate(options, session)));
  define(
    db.command('check').description('Says what the database is, and reads every stored report.'),
    'reprove db check',
  ).action((options: StoreCommandOptions) => start((code) => code.runCheck(options, session)));
  define(
    db
      .command('export')
      .description('Writes everything that is stored to a file, a line of JSON each.')
      .argument('<file>'),
    'reprove db export backup.ndjson',
  ).action((file: string, options: StoreCommandOptions) =>
    start((code) => code.runExport(file, options, session)),
  );
  define(
    db
      .command('import')
      .description('Reads such a file; what is stored already stays and is not stored twice.')
      .argument('<file>'),
    'reprove db import backup.ndjson --database postgres://reprove@db.example/reprove',
  ).action((file: string, options: StoreCommandOptions) =>
    start((code) => code.runImport(file, options, session)),
  );
  withExamples(db, [['reprove db check', '']], storeExitCodes);
}
