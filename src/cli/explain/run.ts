import { nearest } from '../../config/nearest.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { type Page, pages, readPage } from '../../report/pages.js';
import { CommandError } from '../error.js';
import type { Session } from '../session.js';

/** Prints the page of one name, or all names. Throws `E_USAGE` for a name that nothing has. */
export async function runExplain(name: string | undefined, { io }: Session): Promise<ExitCode> {
  if (name === undefined) {
    io.stdout.write(listed());
    return exitCodes.passed;
  }
  const page = pages.find((one) => one.name === name);
  if (page === undefined) {
    const meant = nearest(
      name,
      pages.map((one) => one.name),
    );
    throw new CommandError(
      `nothing is called ${name}`,
      meant === null ? 'Run `reprove explain` for all names.' : `Did you mean ${meant}?`,
    );
  }
  io.stdout.write(await readPage(page.file));
  return exitCodes.passed;
}

const headings: Record<Page['kind'], string> = {
  verdict: 'Verdicts',
  signal: 'Signals',
  normalizer: 'Normalizers',
};

function listed(): string {
  const width = Math.max(...pages.map(({ name }) => name.length)) + 2;
  const groups = Object.entries(headings).map(([kind, heading]) => {
    const lines = pages.filter((page) => page.kind === kind);
    return `${heading}\n${lines.map(({ name, title }) => `  ${name.padEnd(width)}${title}\n`).join('')}`;
  });
  return groups.join('\n');
}
