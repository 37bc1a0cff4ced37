import type { Comparison } from '../../compare/schema.js';
import type { Context } from '../../context.js';
import type { Reasons, ReasonsInput } from '../../ecosystem.js';
import type { CauseFound, Seen } from '../../why/schema.js';
import { bannerOf } from '../regenerate/banners.js';
import { reasons } from './all.js';
import { notesOf } from './notes.js';
import type { Left, Reason, ReasonFacts } from './reason.js';

/** Characters of a file in which it says what made it. */
const head = 2 ** 14;

/**
 * Why a source tarball is not what its tag accounts for: for each file that is left, what the bytes or a clean `make dist` show; what the tarball was made with,
 * as far as that is known; and what would need no proof at all.
 */
export async function reasonsOf(input: ReasonsInput, { config }: Context): Promise<Reasons> {
  const { comparison, findings, rebuilds, readRelease } = input;
  const open = comparison.entries.filter(({ evidence }) => evidence.kind === 'none');
  const saying = comparison.entries.filter(({ path }) =>
    /(?:^|\/)(?:configure|aclocal\.m4|Makefile\.in)$/.test(path),
  );
  const contents = await readRelease(new Set([...open, ...saying].map(({ path }) => path)));
  const facts: ReasonFacts = {
    unlikeKnown: new Map(
      findings.flatMap(({ signal, path, message }) =>
        signal === 'build-file-unlike-known' && path !== null ? [[path, message]] : [],
      ),
    ),
    unpacked: rebuilds.unpacked ?? null,
  };
  const found = new Map<Reason, { paths: Seen[]; proofs: Set<CauseFound['proof']>; details: Set<string> }>();
  const unexplained: Seen[] = [];
  for (const { path, difference } of open) {
    const left: Left = { path, difference, head: contents.get(path)?.toString('latin1', 0, head) ?? '' };
    const [reason, recognised] = firstOf(left, facts);
    if (reason === null) {
      unexplained.push(seenOf(left));
      continue;
    }
    const at = found.get(reason) ?? { paths: [], proofs: new Set(), details: new Set() };
    at.paths.push(seenOf(left));
    at.proofs.add(recognised.proof);
    if (recognised.detail !== undefined) at.details.add(recognised.detail);
    found.set(reason, at);
  }
  const banners = saying.flatMap(({ path, evidence }) => {
    const banner = bannerOf(path, contents.get(path) ?? Buffer.alloc(0));
    return banner === null ? [] : [{ ...banner, isMade: evidence.kind !== 'none' }];
  });
  return {
    causes: [
      ...reasons.flatMap((reason) => {
        const one = found.get(reason);
        return one === undefined ? [] : [causeOf(reason, one)];
      }),
      ...missingOf(comparison),
    ],
    unexplained,
    notes: notesOf(input, banners, config.rebuild.makeDist),
  };
}

type Recognised = NonNullable<ReturnType<Reason['recognise']>>;

function firstOf(left: Left, facts: ReasonFacts): [Reason, Recognised] | [null, null] {
  for (const reason of reasons) {
    const recognised = reason.recognise(left, facts);
    if (recognised !== null) return [reason, recognised];
  }
  return [null, null];
}

/** Of several entries, the weakest proof is the one that the cause as a whole has. */
function causeOf(
  { cause, title, fix }: Reason,
  {
    paths,
    proofs,
    details,
  }: { paths: Seen[]; proofs: ReadonlySet<CauseFound['proof']>; details: ReadonlySet<string> },
): CauseFound {
  return {
    cause,
    title,
    entries: paths,
    places: [],
    tool: null,
    proof: (['likely', 'bytes', 'experiment'] as const).find((proof) => proofs.has(proof))!,
    detail: details.size === 0 ? null : [...details].slice(0, 5).join('; '),
    fix: { text: fix, edits: [] },
  };
}

function missingOf({ missing }: Comparison): CauseFound[] {
  if (missing.length === 0) return [];
  return [
    {
      cause: 'not-packed',
      title: 'files of the tag are not in it',
      entries: missing.map(({ path }) => ({ path, against: 'release', variations: [], sample: null })),
      places: [],
      tool: null,
      proof: 'bytes',
      detail: null,
      fix: {
        text: 'Name them in EXTRA_DIST, or say with export-ignore in .gitattributes that they are not for releases.',
        edits: [],
      },
    },
  ];
}

/** The first line that is another, where a difference shows one. */
function seenOf({ path, difference }: Left): Seen {
  const lines = difference?.kind === 'text' ? difference.lines : [];
  const first = (wanted: '-' | '+') => lines.find(({ sign }) => sign === wanted)?.text.slice(0, 200);
  const [before, now] = [first('-'), first('+')];
  const at = /^-(\d+)/.exec(lines.find(({ sign }) => sign === '@')?.text.replace(/^@@ /, '') ?? '')?.[1];
  const sample = before === undefined || now === undefined ? null : { line: Number(at ?? 1), before, now };
  return { path, against: 'release', variations: [], sample };
}
