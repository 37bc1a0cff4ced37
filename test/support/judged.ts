import type { Archive, Oddity } from '../../src/archive/schema.js';
import type { EntryPoints } from '../../src/ecosystem.js';
import { contentsToJudge, counterpartsToJudge } from '../../src/judge/contents.js';
import { type JudgeInput, judge } from '../../src/judge/judge.js';
import { npmSignals } from '../../src/npm/signals/index.js';
import { type Compared, compared } from './comparison.js';
import { entriesOf, type FakeFile, releaseReader } from './reference.js';
import { rebuild, result, source } from './result.js';

/** What to judge: what to compare, and what else was learnt. */
export interface Judged extends Compared {
  hooks?: EntryPoints['installHooks'];
  oddities?: Oddity[];
  /** Overrides of anything the judge is given. */
  input?: Partial<JudgeInput>;
}

/** The archive of some files. */
function archiveOf(files: Record<string, FakeFile>, oddities: Oddity[] = []): Archive {
  return {
    entries: entriesOf(files),
    oddities,
    integrity: 'sha512-release',
    shasum: '0'.repeat(40),
    tarSha256: '2'.repeat(64),
    compressedBytes: 100,
    bytes: 200,
  };
}

const bytesOf = (file: FakeFile | undefined): Buffer | null =>
  file === undefined || (typeof file === 'object' && !Buffer.isBuffer(file))
    ? null
    : Buffer.from(file as string);

/** Compares and judges files in memory as the pipeline does. */
export async function judged(given: Judged) {
  const { release, source: tree = {}, directory = '', rebuilds = [], loaded = [], hooks = [] } = given;
  const comparison = await compared(given);
  const contents = await releaseReader(release)(contentsToJudge(comparison, 'package.json'));
  const inTree = (path: string) => (directory === '' ? path : `${directory}/${path}`);
  const counterparts = [...counterpartsToJudge(comparison, 'package.json')].flatMap((path) => {
    const built = rebuilds.find((files) => path in files);
    const bytes = bytesOf(built === undefined ? tree[inTree(path)] : built[path]);
    return bytes === null ? [] : [[path, bytes] as const];
  });
  return judge({
    release: result().release,
    archive: archiveOf(release, given.oddities),
    comparison,
    entryPoints: { loaded: loaded.map((path) => ({ path, field: 'main' })), installHooks: hooks },
    source: source(),
    sourceFailure: null,
    sourceNotes: [],
    provenance: null,
    rebuilds: rebuilds.map(() => rebuild()),
    obstacle: null,
    contents,
    counterparts: new Map(counterparts),
    manifestFile: 'package.json',
    manifest: {
      release: bytesOf(release['package.json']),
      reference: bytesOf(rebuilds[0]?.['package.json'] ?? tree[inTree('package.json')]),
    },
    findings: [],
    signals: npmSignals,
    ...given.input,
  });
}
