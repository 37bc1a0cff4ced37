import type { Config } from '../../config/schema.js';
import type { Context } from '../../context.js';
import { placeIn, readCheckout } from '../../gate/checkout.js';
import { GateError } from '../../gate/error.js';
import { mappedTo, sourceIn } from '../../gate/own-source.js';
import { pack } from '../../npm/publishing/pack.js';
import { publishableIn } from '../../npm/publishing/packages.js';
import { readWorkTree } from '../../why/work-tree.js';
import type { WhyOptions } from '../../why.js';
import { gateConfig } from '../gate/config.js';
import type { Session } from '../session.js';
import type { WhyCommandOptions } from './run.js';

/** A package of a checkout, to be packed as publishing it would. */
export interface OfCheckout {
  /** Absolute path of the work tree. */
  root: string;
  config: Config;
  /** Packs it, and hands over the tarball, where its source is, and the configuration that leads there. */
  packed<T>(
    use: (
      tarball: string,
      where: Pick<WhyOptions, 'source' | 'ref' | 'directory'>,
      workTree: NonNullable<WhyOptions['workTree']>,
      config: Config,
    ) => Promise<T>,
    context: Context,
  ): Promise<T>;
}

/** The one package that a folder of a checkout is about. Throws `GateError` where there is none, or where there are several. */
export async function ofCheckout(
  at: string,
  { offline, config }: WhyCommandOptions,
  { io, signal }: Session,
): Promise<OfCheckout> {
  const checkout = await readCheckout(at, async () => null, { signal, offline: offline === true });
  const { root, commit } = checkout;
  const found = await publishableIn(root, placeIn(checkout, at) ?? '');
  if ('fault' in found)
    throw new GateError(
      'E_NOTHING_TO_GATE',
      `nothing can be published of ${at}: ${found.fault}`,
      'Name the folder of a package.',
    );
  const [own, ...others] = found.packages;
  if (own === undefined || others.length > 0)
    throw new GateError(
      'E_NOTHING_TO_GATE',
      `${at} is a workspace of ${found.packages.length} packages`,
      `Name the folder of one: ${found.packages
        .slice(0, 5)
        .map(({ directory }) => directory)
        .join(', ')}.`,
    );
  return {
    root,
    config: await gateConfig(root, commit, config, io),
    async packed(use, context) {
      context.progress({ subject: at, stage: 'resolve', message: `packing ${own.name}@${own.version}` });
      const packedAt = Date.now();
      const { tarball, remove } = await pack(root, own, { signal: context.signal, env: io.env });
      try {
        return await use(
          tarball,
          sourceIn(checkout, own),
          (directory, paths) => readWorkTree(checkout, directory, paths, packedAt),
          mappedTo(checkout, own, context.config),
        );
      } finally {
        await remove();
      }
    },
  };
}
