import { parseConfig } from '../../config/parse.js';
import type { Waiver } from '../../config/waiver-schema.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { type Waivable, waiverOf } from '../../policy/waiver-of.js';
import { waivingOf } from '../../policy/waiving.js';
import { jsonText } from '../../report/json.js';
import type { Result } from '../../result.js';
import { CommandError } from '../error.js';
import type { Session } from '../session.js';
import { chosen } from './choose.js';
import { configToEdit } from './config-file.js';
import type { WaiveOptions } from './options.js';
import { resultToWaive } from './result.js';

const day = 86_400_000;

/** Writes waivers for what a result has into the configuration file, and prints them. Refuses what can't be named exactly. */
export async function runWaive(subject: string, options: WaiveOptions, session: Session): Promise<ExitCode> {
  const { io } = session;
  const now = Date.now();
  const expires = expiryOf(options.expires, now);
  const result = await resultToWaive(subject, options, session);
  const file = await configToEdit(options.config, io);
  const waived = waivingOf(result, file.config.waivers, now);
  const isNew = (what: Waivable) =>
    what.kind === 'entry' ? !waived.coversEntry(what.path) : !waived.coversFinding(what.finding);
  const waivers = chosen(result, options)
    .filter(isNew)
    .map((what) => exactWaiver(result, what, { ...options, expires }, now));
  if (waivers.length === 0) {
    io.stderr.write(`${file.path} waives it already\n`);
    return exitCodes.passed;
  }
  if (!options.dryRun) {
    await file.add(waivers);
    io.stderr.write(
      `wrote ${waivers.length === 1 ? 'a waiver' : `${waivers.length} waivers`} to ${file.path}\n`,
    );
  }
  io.stdout.write(`${jsonText(waivers)}\n`);
  return exitCodes.passed;
}

/** A waiver that covers what it is for. Throws where none could. */
function exactWaiver(
  result: Result,
  what: Waivable,
  { range, reason, by, expires }: WaiveOptions,
  now: number,
): Waiver {
  const { name, version } = result.release;
  const release = `${name}@${range ?? version}`;
  const made = waiverOf(result, what, { release, reason, by, expires });
  const hint = 'A waiver names one thing of one release, by its content (docs/policy.md).';
  if ('fault' in made) throw new CommandError(made.fault, hint);
  const parsed = parseConfig({ waivers: [made] });
  if ('faults' in parsed) {
    const fault = (parsed.faults[0] ?? '').replace('waivers[0].', '');
    throw new CommandError(`this can't be waived exactly: ${fault}`, hint);
  }
  const covers = waivingOf(result, [made], now);
  const isCovered =
    what.kind === 'entry' ? covers.coversEntry(what.path) : covers.coversFinding(what.finding);
  if (!isCovered)
    throw new CommandError(
      `${release} is not what the result is of, ${name}@${version}`,
      'Give a --range that it is in.',
    );
  return made;
}

function expiryOf(text: string, now: number): string {
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  const expires = days === undefined ? text : new Date(now + Number(days) * day).toISOString().slice(0, 10);
  const time = Date.parse(`${expires}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(expires) && time > now) return expires;
  throw new CommandError(
    `--expires ${text} is no day to come`,
    'Give a day such as 2027-03-01, or how many from today, such as 90d.',
  );
}
