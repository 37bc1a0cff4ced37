import { appendFile, copyFile, mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Taken } from '../../gate/gate.js';
import type { GatedPackage, GateResult } from '../../gate/schema.js';
import { gateMarkdown, gateReport } from '../../report/gate.js';
import { jsonText } from '../../report/json.js';
import { CommandError } from '../error.js';
import { colorful, widthOf } from '../io.js';
import { openReports } from '../report/reports.js';
import type { Session } from '../session.js';
import { annotations } from './annotations.js';
import type { GateCommandOptions } from './options.js';

/** Where a gate leaves what it found. */
export interface GateOutput {
  /** Absolute path of the record; null where none is left. */
  record: string | null;
  /** Copies a gated tarball into the folder of `--output`; gives its name there, null without a folder. */
  keep(taken: Pick<Taken, 'package' | 'tarball'>): Promise<string | null>;
  write(result: GateResult, options: GateCommandOptions, session: Session): Promise<void>;
}

/** Name of the record in the folder of `--output`. */
const recordName = 'gate.json';

/** Makes the folder and checks the formats before any work is done. */
export async function openOutput(
  { output, record, format = [] }: GateCommandOptions,
  { io }: Session,
): Promise<GateOutput> {
  const folder = output === undefined ? null : resolve(io.cwd, output);
  if (format.length > 0 && folder === null)
    throw new CommandError('reports need a folder', 'Name one with --output <dir>.');
  const reports = format.length === 0 ? null : await openReports(format, output, io, { stdout: false });
  if (folder !== null) await mkdir(folder, { recursive: true });
  return {
    record:
      record !== undefined ? resolve(io.cwd, record) : folder === null ? null : join(folder, recordName),
    async keep({ package: { name, version, manifestFile }, tarball }) {
      if (folder === null) return null;
      const file =
        manifestFile === null
          ? basename(tarball)
          : `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;
      const place = join(folder, file);
      if (place !== tarball) await copyFile(tarball, place);
      return file;
    },
    async write(result, options, session) {
      if (folder !== null && result.stage !== 'published') {
        const { default: writeFileAtomic } = await import('write-file-atomic');
        await writeFileAtomic(join(folder, recordName), `${jsonText(result)}\n`);
      }
      await reports?.write(
        result.packages.flatMap(({ result: found, decision }: GatedPackage) =>
          found === null ? [] : [{ result: found, ...(decision === null ? {} : { decision }) }],
        ),
      );
      print(result, options, session);
      await tellPlatform(result, session);
    },
  };
}

function print(
  result: GateResult,
  { json = false, verbose = false }: GateCommandOptions,
  { io }: Session,
): void {
  if (json) io.stdout.write(`${jsonText(result)}\n`);
  else
    io.stdout.write(
      gateReport(result, { color: colorful(io.stdout, io.env), width: widthOf(io.stdout), verbose }),
    );
}

/** What GitHub shows of a job: annotations beside it, and its summary. */
async function tellPlatform(result: GateResult, { io }: Session): Promise<void> {
  if (io.env.GITHUB_ACTIONS !== 'true') return;
  for (const line of annotations(result)) io.stderr.write(`${line}\n`);
  const summary = io.env.GITHUB_STEP_SUMMARY;
  if (summary) await appendFile(summary, gateMarkdown(result)).catch(() => undefined);
}
