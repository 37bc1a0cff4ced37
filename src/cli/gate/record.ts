import { textFile, whyUnreadable } from '../../config/text-file.js';
import { GateError } from '../../gate/error.js';
import { type GateResult, gateSchema } from '../../gate/schema.js';

const largest = { bytes: 2 ** 28, words: '256 MiB' };

/** Reads the record of an earlier gate. Throws `GateError` (`E_GATE_RECORD`, exit code 2) for what is none. */
export async function readRecord(path: string): Promise<GateResult> {
  const refused = (why: string, cause?: unknown) =>
    new GateError(
      'E_GATE_RECORD',
      `the record of the gate ${path} can't be used: ${why}`,
      'Give the gate.json that reprove gate --output left.',
      2,
      cause,
    );
  const text = await textFile(path, largest).catch((cause: unknown) => {
    throw refused(whyUnreadable(cause), cause);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refused('it is no JSON', cause);
  }
  const parsed = gateSchema.safeParse(value);
  if (!parsed.success) throw refused('it is no record of a gate of this version');
  return parsed.data;
}
