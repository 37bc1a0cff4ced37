import { resolve } from 'node:path';
import { openPlace } from '../../attest/folder/place.js';
import { syncFolder } from '../../attest/folder/sync.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { count } from '../../report/terminal/amount.js';
import type { Session } from '../session.js';

/** Copies what another place has more and says how much that was. */
export async function runSync(from: string, to: string, { io, signal }: Session): Promise<ExitCode> {
  const place = await openPlace(from, io.cwd, signal);
  const { added, known } = await syncFolder(place, resolve(io.cwd, to), signal);
  io.stdout.write(
    `${count(added, 'attestation')} copied from ${escapeText(place.name)}, ${known} there already\n`,
  );
  return exitCodes.passed;
}
