import { totalmem } from 'node:os';
import type { Verified } from '../../batch/worker/verified.js';
import type { Config } from '../../config/schema.js';
import type { ProgressEvent } from '../../context.js';
import type { OpenContext } from '../open-context.js';
import type { Session } from '../session.js';
import { attempter } from '../verify/attempt.js';
import type { VerifyCommandOptions } from '../verify/options.js';

/** How many times the memory a job is given that ran out of it, and the part of the machine's that is the limit. */
const larger = { times: 3, most: 0.75 };

/** Makes the function that verifies one release of a batch; throws for an interruption only. `progress` is told what each tells of itself. */
export async function verifier(
  options: VerifyCommandOptions,
  session: Session,
  context: OpenContext['context'],
  progress: (spec: string, event: ProgressEvent) => void = () => undefined,
): Promise<(spec: string, how: { large: boolean }) => Promise<Verified>> {
  const { signal } = session;
  const attempt = await attempter(options, session, context);
  const attemptLarge = await attempter(options, session, {
    ...context,
    config: withMoreMemory(context.config),
  });
  return async (spec, { large }) => {
    signal.throwIfAborted();
    const track = { event: (event: ProgressEvent) => progress(spec, event), end: () => undefined };
    const { outcome } = await (large ? attemptLarge : attempt)(spec, track);
    return 'result' in outcome ? { result: outcome.result } : { error: outcome.error };
  };
}

function withMoreMemory(config: Config): Config {
  const { memoryBytes } = config.sandbox.limits;
  const more = Math.max(memoryBytes, Math.min(memoryBytes * larger.times, totalmem() * larger.most));
  return {
    ...config,
    sandbox: { ...config.sandbox, limits: { ...config.sandbox.limits, memoryBytes: Math.floor(more) } },
  };
}
