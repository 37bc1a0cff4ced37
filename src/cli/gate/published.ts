import { dirname, join } from 'node:path';
import type { Context } from '../../context.js';
import { diff } from '../../diff.js';
import { ecosystemNamed } from '../../ecosystems.js';
import { exitCodes } from '../../errors.js';
import type { Checkout } from '../../gate/checkout.js';
import { GateError } from '../../gate/error.js';
import { gatePublished } from '../../gate/published.js';
import type { GatedPackage, GateResult } from '../../gate/schema.js';
import { remoteTags } from '../../gate/tags-of.js';
import { takePublished } from '../../npm/publishing/published.js';
import type { GateCommandOptions } from './options.js';
import type { GateOutput } from './output.js';
import { readRecord } from './record.js';

/** Holds what the registry has now against the record of a gate. */
export async function afterPublishing(
  { remote }: Checkout,
  { wait, distTag }: GateCommandOptions,
  { record }: GateOutput,
  context: Context,
): Promise<GateResult> {
  if (context.offline)
    throw new GateError(
      'E_NOT_PUBLISHED',
      'the registry is not asked offline',
      'Run it without --offline.',
      exitCodes.usage,
    );
  const gated = await readRecord(record!);
  for (const { name, version, result } of gated.packages)
    if (result !== null && (await ecosystemNamed(result.release.ecosystem)).releasesSources === true)
      throw new GateError(
        'E_NOT_PUBLISHED',
        `${name} ${version} is a source release: no registry has it that could be asked`,
        'Download what was published, and run `reprove verify` on it.',
        exitCodes.usage,
      );
  const tags = remote?.refs == null ? null : remoteTags(remote);
  const result = await gatePublished(
    gated,
    {
      wait,
      distTag: distTag === false ? null : typeof distTag === 'string' ? distTag : 'latest',
      take: (one) => takePublished(one, context),
      commitOf: (tag) => (tags === null ? undefined : (tags.get(tag) ?? null)),
      differences: (one) => differences(one, dirname(record!), context),
    },
    context,
  );
  const note = remote === null ? 'the checkout has no remote' : (remote.failure ?? null);
  return note === null
    ? result
    : { ...result, notes: [...result.notes, `whether tags moved can't be told: ${note}`] };
}

/** What differs between the tarball that was gated, where it was kept, and the published one. */
async function differences(
  { name, version, tarball }: GatedPackage,
  folder: string,
  context: Context,
): Promise<string[]> {
  if (tarball === null || /[/\\]/.test(tarball)) return [];
  const compared = await diff(join(folder, tarball), `${name}@${version}`, context).catch(() => null);
  return (compared?.entries ?? []).flatMap(({ path, status }) =>
    status === 'same' ? [] : [`${path}: ${words[status]}`],
  );
}

const words = {
  'only-in-a': 'only in what was gated',
  'only-in-b': 'only in what was published',
  different: 'other content',
  equivalent: 'other bytes, to the same effect',
};
