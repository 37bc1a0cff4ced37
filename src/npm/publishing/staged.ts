import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { exitCodes } from '../../errors.js';
import { GateError } from '../../gate/error.js';
import { npmConfiguration } from '../configuration.js';
import { registryRequest } from '../registry-request.js';
import type { Packed } from './pack.js';

/** What the registry says of a package that waits for its approval (npm 11.15 and later, `npm stage view --json`). */
const itemSchema = z.object({
  packageName: z.string(),
  version: z.string(),
  tag: z.string().optional(),
  shasum: z.string().optional(),
});

/** A package that waits in the registry to be approved. */
export interface Staged extends Packed {
  name: string;
  version: string;
  /** The dist-tag that it is to get; null where the registry does not say. */
  distTag: string | null;
  /** Hex SHA-1 that the registry has of it; null where it does not say. */
  shasum: string | null;
}

const isStageId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const largest = 2 ** 20;

/**
 * Takes a staged package back from the registry, as `npm stage download` does, with the user's npm configuration. Throws `GateError` for what is no id, and
 * what `registryRequest` throws.
 */
export async function downloadStaged(id: string, context: Context): Promise<Staged> {
  if (!isStageId.test(id))
    throw new GateError(
      'E_STAGED',
      `${id.slice(0, 100)} is no id of a staged package`,
      'npm stage list shows the ids.',
    );
  const npm = await npmConfiguration(context);
  const address = `${npm.registry}-/stage/${id.toLowerCase()}`;
  const asking = (accept: string) => ({
    npm,
    cache: null,
    accept,
    signal: context.signal,
    onWait: (message: string) => context.progress({ subject: id, stage: 'resolve', message }),
  });
  const what = `the staged package ${id}`;
  const text = await registryRequest(
    { what, name: id, address },
    asking('application/json'),
    async ({ body }) => {
      const parts: Buffer[] = [];
      let size = 0;
      for await (const part of body) {
        size += part.length;
        if (size <= largest) parts.push(part);
      }
      return size > largest ? '' : Buffer.concat(parts).toString('utf8');
    },
  );
  const item = itemSchema.safeParse(parsed(text));
  if (!item.success)
    throw new GateError(
      'E_STAGED',
      `the registry says nothing that can be read of ${what}`,
      'See npm stage view.',
      exitCodes.environment,
    );
  const to = await mkdtemp(join(tmpdir(), 'reprove-staged-'));
  const tarball = join(to, 'package.tgz');
  try {
    await registryRequest(
      { what, name: id, address: `${address}/tarball` },
      asking('application/octet-stream, */*'),
      ({ body }) =>
        pipeline(Readable.from(limited(body, context.config.archive.bytes)), createWriteStream(tarball)),
    );
  } catch (error) {
    await rm(to, { recursive: true, force: true });
    throw error;
  }
  const { packageName, version, tag = null, shasum = null } = item.data;
  return {
    tarball,
    name: packageName,
    version,
    distTag: tag,
    shasum,
    remove: () => rm(to, { recursive: true, force: true }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function* limited(body: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > most)
      throw new GateError(
        'E_STAGED',
        'the staged package is larger than archive.bytes allows',
        'Raise it in the configuration.',
      );
    yield part;
  }
}
