import { stat } from 'node:fs/promises';
import { readArchive } from '../../archive/read.js';
import type { Context } from '../../context.js';
import type { Taken } from '../../gate/gate.js';
import { otherTarball, stagedDisagrees } from '../../gate/publishing-signals.js';
import { findingOf } from '../../judge/signal.js';
import type { Packed } from '../../npm/publishing/pack.js';
import { downloadStaged } from '../../npm/publishing/staged.js';
import { packageOfTarball, takenOf } from '../../npm/publishing/take.js';
import type { GateOutput } from './output.js';
import { readRecord } from './record.js';

/** Takes a staged package back, and holds it against what the registry says of it and against the record of an earlier gate, where there is one. */
export async function takeStaged(
  root: string,
  id: string,
  { record }: GateOutput,
  context: Context,
): Promise<{ packed: Packed; taken: Taken }> {
  const staged = await downloadStaged(id, context);
  try {
    const one = await packageOfTarball(root, staged.tarball, context);
    const { archive } = await readArchive(staged.tarball, {
      limits: context.config.archive,
      signal: context.signal,
    });
    const findings = [];
    const says = `${staged.name}@${staged.version}`;
    if (says !== `${one.name}@${one.version}` || (staged.shasum !== null && staged.shasum !== archive.shasum))
      findings.push(
        findingOf(stagedDisagrees, {
          path: null,
          message: `the registry calls it ${says}, ${staged.shasum ?? 'without a digest'}, and the tarball is ${one.name}@${one.version}, ${archive.shasum}`,
        }),
      );
    if (record !== null && (await stat(record).catch(() => null)) !== null) {
      const gated = (await readRecord(record)).packages.find(
        ({ name, version }) => name === one.name && version === one.version,
      );
      if (gated !== undefined && gated.integrity !== archive.integrity)
        findings.push(
          findingOf(otherTarball, {
            path: null,
            message: `${archive.integrity} is staged, and the gate saw ${gated.integrity}`,
          }),
        );
    }
    return { packed: staged, taken: await takenOf(root, one, staged.tarball, context, findings) };
  } catch (error) {
    await staged.remove();
    throw error;
  }
}
