import { resolve } from 'node:path';
import { publishAttestations } from '../../attest/folder/publish.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { count } from '../../report/terminal/amount.js';
import type { Session } from '../session.js';

/** Adds attestations to a folder and says how many were new. */
export async function runPublish(
  files: readonly string[],
  to: string,
  { io, signal }: Session,
): Promise<ExitCode> {
  const folder = resolve(io.cwd, to);
  const paths = files.map((file) => resolve(io.cwd, file));
  const { added, known } = await publishAttestations(paths, folder, signal);
  io.stdout.write(`${count(added, 'attestation')} added to ${escapeText(folder)}, ${known} there already\n`);
  return exitCodes.passed;
}
