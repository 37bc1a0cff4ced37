import { basename, resolve } from 'node:path';
import type { CheckResult } from '../../attest/check/schema.js';
import { openAttestations } from '../../attest/folder/open.js';
import { loadTrust } from '../../attest/policy/load.js';
import { withTrustRoot } from '../../attest/policy/trust-root.js';
import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { checkReport, lockfileReport } from '../../report/check.js';
import { jsonText } from '../../report/json.js';
import { overallExitCode } from '../exit-code.js';
import type { CommonOptions } from '../help.js';
import { colorful, widthOf } from '../io.js';
import { lockfileText } from '../lockfile.js';
import { openContext } from '../open-context.js';
import { destination } from '../output.js';
import { startProgress } from '../progress/start.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import { withTimeLimit } from '../time-limit.js';

/** `reprove check`'s options as commander hands them over. */
export interface CheckOptions extends CommonOptions {
  attestations: string;
  trust: string;
  offline?: boolean;
  json?: boolean;
  output?: string;
  /** Milliseconds. */
  timeout?: number;
}

/** A release, or everything in a lockfile, held against attestations. */
export async function runCheck(subject: string, options: CheckOptions, session: Session): Promise<ExitCode> {
  const { io } = session;
  const { json = false, verbose = false } = options;
  const target = await destination(options.output, io);
  const policy = await loadTrust(resolve(io.cwd, options.trust));
  const results = await checked(subject, policy, options, session);
  const layout =
    target.file === null
      ? { color: colorful(io.stdout, io.env), width: widthOf(io.stdout), verbose }
      : { color: false, width: 100, verbose };
  if (json) await target.write(`${jsonText(isLockfile(subject) ? results : results[0])}\n`);
  else if (isLockfile(subject)) await target.write(lockfileReport(results, layout));
  else await target.write(results.map((each) => checkReport(each, layout)).join('\n'));
  // A project without dependencies has none that failed.
  return results.length === 0 ? exitCodes.passed : overallExitCode(results.map(exitCodeOf));
}

/** Names that lockfiles have; one of npm may have any that ends in .json. */
const otherLockfile = /^(?:pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$/;

const isLockfile = (subject: string): boolean =>
  /\.json$/i.test(subject) || otherLockfile.test(basename(subject));

type Trust = Awaited<ReturnType<typeof loadTrust>>;

async function checked(
  subject: string,
  policy: Trust,
  options: CheckOptions,
  session: Session,
): Promise<CheckResult[]> {
  const { io, signal, services } = session;
  const { context, close } = await openContext(options, session);
  const progress = await startProgress([subject], io, {
    quiet: options.json === true || isLockfile(subject),
    verbose: options.verbose === true,
  });
  try {
    const checking = await services.checking();
    return await withTimeLimit(options.timeout, signal, async (limited) => {
      const { cache, offline } = context;
      const attestations = await openAttestations(options.attestations, {
        cwd: io.cwd,
        cache,
        offline,
        signal: limited,
      });
      const trust = await withTrustRoot(policy, { ...context, signal: limited });
      const all = { ...context, signal: limited, progress: progress.track(0).event };
      if (isLockfile(subject))
        return ofLockfile(resolve(io.cwd, subject), checking, { attestations, trust }, all);
      return [await checking.checkRelease(subject, { attestations, trust }, all)];
    });
  } finally {
    await progress.close();
    await close();
  }
}

async function ofLockfile(
  path: string,
  { checkLockfile }: Awaited<ReturnType<Services['checking']>>,
  evidence: Parameters<Awaited<ReturnType<Services['checking']>>['checkLockfile']>[1],
  context: Context,
): Promise<CheckResult[]> {
  const { text, fail } = await lockfileText(path, `${path} can't be checked`);
  const name = otherLockfile.test(basename(path)) ? basename(path) : 'package-lock.json';
  const results = await checkLockfile({ name, text }, evidence, context);
  if ('fault' in results) throw fail(results.fault);
  return results;
}

const codes = {
  passed: exitCodes.passed,
  failed: exitCodes.failed,
  insufficient: exitCodes.inconclusive,
} as const;

const exitCodeOf = ({ outcome }: CheckResult): ExitCode => codes[outcome];
