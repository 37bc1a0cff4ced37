import { styleText } from 'node:util';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { jsonText } from '../../report/json.js';
import { describeError } from '../describe-error.js';
import type { CommonOptions } from '../help.js';
import { colorful } from '../io.js';
import type { Session } from '../session.js';
import { type Check, failing } from './check.js';
import { checkCache, checkConfig, checkMirrors } from './places.js';
import { checkRegistry } from './registry.js';
import { checkSandboxes } from './sandboxes.js';
import { checkGit, checkNode, checkSeccomp } from './tools.js';

/** `reprove doctor`'s options as commander hands them over. */
export type DoctorOptions = CommonOptions & { json?: boolean };

/** Tries everything and prints it. Exit code 0 when a release can be verified with a rebuild here, else 4. */
export async function runDoctor(options: DoctorOptions, session: Session): Promise<ExitCode> {
  const { io, services, signal } = session;
  const { check: configuration, config } = await checkConfig(options, io);
  const groups = await Promise.all([
    trial('node', async () => [await checkNode()]),
    trial('git', async () => [await checkGit(io.env.PATH)]),
    trial('registry', async () => [await checkRegistry(session)]),
    trial('sandbox', () => checkSandboxes(services, config)),
    trial('seccomp', async () => [await checkSeccomp()]),
    trial('cache', async () => [await checkCache(options, io)]),
    [configuration],
    trial('source mirror', () => checkMirrors(config)),
  ]);
  signal.throwIfAborted();
  const checks = groups.flat();
  const usable = checks.every(({ status }) => status !== 'failing');
  if (options.json) io.stdout.write(`${jsonText({ usable, checks })}\n`);
  else io.stdout.write(doctorText(checks, usable, colorful(io.stdout, io.env)));
  return usable ? exitCodes.passed : exitCodes.environment;
}

/** A check that breaks down is a line of the report, not the end of it. */
async function trial(name: string, check: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await check();
  } catch (error) {
    const { message, hint } = describeError(error);
    return [failing(name, message, hint)];
  }
}

const marks = { ok: ['✔', 'green'], warning: ['!', 'yellow'], failing: ['✖', 'red'] } as const;

function doctorText(checks: readonly Check[], usable: boolean, color: boolean): string {
  const lines = checks.flatMap(({ name, status, detail, hint }) => {
    const [mark, style] = marks[status];
    const shown = color ? styleText(style, mark, { validateStream: false }) : mark;
    const head = `${shown} ${escapeText(name, 40).padEnd(20)} ${escapeText(detail)}`;
    return hint === null ? [head] : [head, `  ${' '.repeat(20)} ${escapeText(hint)}`];
  });
  const conclusion = usable
    ? 'Releases can be verified here.'
    : 'Releases can not be verified with a rebuild here.';
  return [...lines, '', conclusion, ''].join('\n');
}
