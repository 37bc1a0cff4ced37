import { basename } from 'node:path';
import type { Config } from '../../config/schema.js';
import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { type Checkout, placeIn } from '../../gate/checkout.js';
import { type Packed, pack } from '../../npm/publishing/pack.js';
import type { Publishable } from '../../npm/publishing/packages.js';
import { toPublish } from '../../npm/publishing/take.js';
import { CommandError } from '../error.js';
import { openContext } from '../open-context.js';
import { startProgress } from '../progress/start.js';
import type { Session } from '../session.js';
import { withTimeLimit } from '../time-limit.js';
import type { GateCommandOptions } from './options.js';
import { openOutput } from './output.js';
import type { Target } from './target.js';

/** Packs what is about to be published and leaves it in a folder: nothing is judged. */
export async function packOnly(
  checkout: Checkout,
  { folder }: Target,
  config: Config,
  options: GateCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const { io } = session;
  if (folder === null) throw new CommandError('a tarball is packed already', 'Name the folder of a package.');
  const { context, close } = await openContext(options, session, { cache: true, config });
  const { keep } = await openOutput(options, session);
  const progress = await startProgress([basename(checkout.root)], io, {
    quiet: options.json === true,
    verbose: options.verbose === true,
  });
  const track = progress.track(0);
  const tarballs: string[] = [];
  try {
    await withTimeLimit(options.timeout, session.signal, async (signal) => {
      const all = { ...context, signal, progress: track.event };
      for (const one of await toPublish(checkout.root, placeIn(checkout, folder) ?? '', all)) {
        const { tarball, remove } = await packSaying(checkout.root, one, all, io.env);
        try {
          tarballs.push((await keep({ package: one, tarball }))!);
        } finally {
          await remove();
        }
      }
    });
    track.end('packed', true);
  } finally {
    await progress.close();
    await close();
  }
  io.stdout.write(options.json === true ? `${JSON.stringify({ tarballs })}\n` : `${tarballs.join('\n')}\n`);
  return exitCodes.passed;
}

/** Packs one package and says so. */
export function packSaying(
  root: string,
  one: Publishable,
  { progress, signal }: Pick<Context, 'progress' | 'signal'>,
  env: Session['io']['env'],
): Promise<Packed> {
  progress({ subject: basename(root), stage: 'resolve', message: `packing ${one.name}@${one.version}` });
  return pack(root, one, { signal, env });
}
