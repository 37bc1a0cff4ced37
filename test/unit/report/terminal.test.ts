import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { terminalReport } from '../../../src/report/terminal.js';
import type { Result } from '../../../src/result.js';
import { attestation, provenance } from '../../support/provenance.js';
import {
  comparedEntry,
  differingEntry,
  finding,
  plan,
  rebuild,
  result,
  source,
  stepOutcome,
} from '../../support/result.js';

const plain = { color: false, width: 100, verbose: false };

const suspicious = (): Result => {
  const entries = [
    comparedEntry('README.md', {
      evidence: {
        kind: 'equivalent',
        to: 'source',
        path: 'README.md',
        plan: null,
        normalizations: [{ name: 'line-endings', version: 1, detail: 'CRLF to LF' }],
      },
    }),
    comparedEntry('build/x.node', { evidence: { kind: 'none' }, phantom: true, size: 14_200 }),
    differingEntry('lib/index.js', [
      { sign: '@', text: 'line 3' },
      { sign: ' ', text: '\tconst a = 1;' },
      { sign: '-', text: 'run(a);' },
      { sign: '+', text: 'run(b);\u202e' },
    ]),
  ];
  return result({
    rebuilds: [rebuild({ refusals: ['tiny 1.2.3: the release under verification'] })],
    plans: [plan(), plan({ rank: 2 })],
    comparison: { entries, missing: [{ path: 'lib/b.js', from: 'rebuild' }], bytes: 3_000, notRead: [] },
    findings: [
      finding({ severity: 'low', title: 'Later', path: null, line: null, excerpt: null }),
      finding(),
    ],
    verdict: {
      kind: 'suspicious',
      level: null,
      summary: '2 of 3 entries have no evidence and could act.',
      cause: null,
      unexplained: [
        { path: 'build/x.node', canAct: true, why: 'native code', new: null, lead: null },
        {
          path: 'lib/index.js',
          canAct: true,
          why: 'script',
          new: null,
          lead: { from: 'main', through: ['index.js', 'lib/a.js'] },
        },
      ],
      recipe: null,
      leftovers: [],
    },
  });
};

describe('what was signed, in a report', () => {
  const shown = (found: Parameters<typeof provenance>[0], verbose = false) =>
    terminalReport(result({ provenance: provenance(found) }), { ...plain, verbose })
      .split('\n')
      .filter((each) => /provenance|signature|attest|verified|built|checked|logged|trusting/.test(each))
      .map((each) => each.trim());

  it('is the commit and the workflow', () => {
    expect(shown({ attestations: [attestation()] })).toEqual([
      'provenance verified: commit 0123456789ab of https://github.com/team/tiny',
      'built by .github/workflows/release.yml, github-hosted',
    ]);
  });

  it('is, in detail, where it was logged and whom that trusts', () => {
    const trustRoot = { from: 'tuf' as const, name: 'tuf.example', sha256: 'ab'.repeat(32) };
    const lines = shown({ attestations: [attestation()], trustRoot }, true);
    expect(lines).toContain('logged 2026-01-02T03:09:00, entry 123 of https://rekor.sigstore.dev');
    expect(lines).toContain('trusting tuf.example (abababababab)');
  });

  it('is the reason, where something does not hold or could not be checked', () => {
    const outcome = { status: 'refused' as const, reason: 'signature' as const, message: 'no\u001b[2J' };
    const lines = shown({
      attestations: [attestation({ outcome, build: null })],
      signatures: [{ key: 'k', outcome }],
      missing: { since: '1.2.2', previous: true },
      unchecked: ['there are no keys'],
    });
    expect(lines).toEqual([
      'provenance build attestation refused: no\\u001b[2J (signature)',
      'registry signature refused: no\\u001b[2J (signature)',
      expect.stringContaining('1.2.2 had attestations'),
      'could not be checked: there are no keys',
    ]);
  });

  it('is nothing where nothing was signed', () => {
    expect(terminalReport(result(), plain)).not.toContain('provenance');
  });
});

describe('terminalReport', () => {
  it('says in a few lines that all is well', () => {
    expect(terminalReport(result(), plain)).toMatchInlineSnapshot(`
      "✔ reproduced (content-identical): tiny 1.2.3
        Every entry has the same bytes in its source.

        release    pkg:npm/tiny@1.2.3 published 2026-01-02 by someone
        source     https://git.example/team/tiny
                   commit 0123456789ab (tag v1.2.3), established by tag
        compared   3 entries, 3.0 kB: 3 in the source
        took       0.8 s
      "
    `);
  });

  it('shows each finding, each entry without evidence, and what to do', () => {
    expect(terminalReport(suspicious(), plain)).toMatchInlineSnapshot(`
      "✖ suspicious: tiny 1.2.3
        2 of 3 entries have no evidence and could act.

        release    pkg:npm/tiny@1.2.3 published 2026-01-02 by someone
        source     https://git.example/team/tiny
                   commit 0123456789ab (tag v1.2.3), established by tag
        compared   3 entries, 3.0 kB: 1 equivalent, 1 different, 1 only in the release
        normalized line-endings 1 (1 file)
        rebuild    plan 1 (dddddddddddd): npm ci, prepare, npm pack
                   bubblewrap 0.8.0, node 22.11.0, npm 10.9.2, 1 package served, 34 s
        refused    tiny 1.2.3: the release under verification
        took       0.8 s

      Findings
        high   Install script added package.json:12: the release runs a script that its source does not have (docs/signals/install-script-added.md)
               "postinstall": "node x.js"
        low    Later: the release runs a script that its source does not have (docs/signals/install-script-added.md)

      Only in the release (1 file; neither the source nor a rebuild has them)
        build/x.node  14.2 kB, native code

      Different (1 file; + is only in the release)
        lib/index.js  1 line added, 1 removed (against the rebuild), script (main → index.js → lib/a.js)
            @ line 3
              → const a = 1;
            - run(a);
            + run(b);\\u202e

      Missing from the release (1 file)
        lib/b.js (in the rebuild)

      What to do next
        Do not install this release. Read the findings, keep the report (--json --output <file>) and ask
        the maintainer.
        \`reprove verify --keep <dir>\` leaves plans, logs and both trees for inspection.
      "
    `);
  });

  it('names the step that failed, with the end of its log', () => {
    const failed = rebuild({
      outcome: 'failed',
      failure: {
        cause: 'build-failed',
        message: 'the build step failed',
        step: 'run build',
        because: { kind: 'missing-command', about: 'rol\u202elup', line: null },
      },
      steps: [
        stepOutcome({
          name: 'run build',
          command: ['npm', 'run', 'build'],
          exitCode: 2,
          lastLines: ['first', ...Array.from({ length: 6 }, (_, at) => `line ${at}`)],
        }),
      ],
    });
    const report = terminalReport(
      result({
        rebuilds: [failed],
        verdict: {
          kind: 'inconclusive',
          level: null,
          summary: 'No rebuild succeeded and 1 entry needs one.',
          cause: {
            stage: 'rebuild',
            reason: 'build-failed',
            message: 'the build step failed',
            hint: 'Run the plan by hand: reprove plan --shell.',
            give: ['ref', 'directory', 'recipe'],
            failed: null,
            environment: false,
          },
          unexplained: [],
          recipe: null,
          leftovers: [],
        },
      }),
      plain,
    );
    expect(report).toMatchInlineSnapshot(`
      "? inconclusive: tiny 1.2.3
        No rebuild succeeded and 1 entry needs one.

        release    pkg:npm/tiny@1.2.3 published 2026-01-02 by someone
        source     https://git.example/team/tiny
                   commit 0123456789ab (tag v1.2.3), established by tag
        compared   3 entries, 3.0 kB: 3 in the source
        rebuild    plan 1 (dddddddddddd): npm ci, prepare, npm pack failed
                   bubblewrap 0.8.0, node 22.11.0, npm 10.9.2, 1 package served, 34 s
                   the build step failed (build-failed)
                   a command is not there: rol\\u202elup (missing-command)
                   $ npm run build  exit code 2
                   │ line 0
                   │ line 1
                   │ line 2
                   │ line 3
                   │ line 4
                   │ line 5
        stopped    at rebuild: the build step failed (build-failed)
        took       0.8 s

      What to do next
        Run the plan by hand: reprove plan --shell.
        What you could give: --ref <rev>, --directory <path>, --recipe <file> (docs/recipes.md).
      "
    `);
  });

  it('shows the log of the last failed rebuild only, and what to give where files differ', () => {
    const failed = (rank: number, last: string) =>
      rebuild({
        plan: plan({ rank }),
        outcome: 'failed',
        failure: { cause: 'install-failed', message: 'it failed', step: 'install', because: null },
        steps: [stepOutcome({ exitCode: 1, lastLines: [last] })],
      });
    const report = terminalReport(
      result({
        rebuilds: [failed(1, 'end of one'), failed(2, 'end of two')],
        verdict: { ...result().verdict, kind: 'differs', level: null },
      }),
      plain,
    );
    expect(report).not.toContain('end of one');
    expect(report).toContain('│ end of two');
    expect(report).toMatch(/--ref <rev>, --directory\s+<path>, --recipe\s+<file>/);
  });

  it('says why there is no source, and what to give', () => {
    const report = terminalReport(
      result({
        source: null,
        comparison: null,
        sourceFailure: {
          reason: 'repository-not-found',
          message: 'the repository does not exist',
          hint: 'Name another with --source <url>.',
          repository: 'https://git.example/gone',
          candidates: [],
        },
        verdict: {
          kind: 'inconclusive',
          level: null,
          summary: 'The source was not found.',
          cause: null,
          unexplained: [],
          recipe: null,
          leftovers: [],
        },
      }),
      plain,
    );
    expect(report).toMatchInlineSnapshot(`
      "? inconclusive: tiny 1.2.3
        The source was not found.

        release    pkg:npm/tiny@1.2.3 published 2026-01-02 by someone
        source     not found: the repository does not exist
                   stated: https://git.example/gone
        compared   nothing (3 entries, 5.1 kB in the release)
        took       0.8 s

      What to do next
        Name another with --source <url>.
      "
    `);
  });

  it('shows first what could act, however long the list is', () => {
    const entries = Array.from({ length: 100 }, (_, at) =>
      comparedEntry(`a${at}.map`, { evidence: { kind: 'none' }, phantom: true }),
    ).concat(comparedEntry('z.node', { evidence: { kind: 'none' }, phantom: true }));
    const unexplained = entries.map(({ path }) => ({
      path,
      canAct: path === 'z.node',
      why: 'x',
      new: null,
      lead: null,
    }));
    const report = terminalReport(
      result({
        comparison: { entries, missing: [], bytes: 1, notRead: [] },
        verdict: { ...result().verdict, unexplained },
      }),
      plain,
    );
    expect(report).toMatch(/Not in the source .*nothing was rebuilt.*\n {2}z\.node /);
  });

  it('bounds every list and every difference', () => {
    const lines = Array.from({ length: 100 }, () => ({ sign: '+' as const, text: 'x'.repeat(1_000) }));
    const entries = Array.from({ length: 500 }, (_, at) => differingEntry(`lib/${at}.js`, lines));
    const report = terminalReport(
      result({
        comparison: { entries, missing: [], bytes: 1, notRead: [] },
        findings: Array(300).fill(finding()),
      }),
      plain,
    );
    expect(report.split('\n').length).toBeLessThan(150);
    expect(report).toContain('… 480 more files');
    expect(report).toContain('… 92 more lines');
    expect(report).toContain('… 280 more');
  });

  it('shows with -v what was weighed, every step and what each normalizer did', () => {
    const report = terminalReport(suspicious(), { ...plain, verbose: true });
    expect(report).toContain('weighed 0123456789ab tag v1.2.3 by tag: 3 of 3 files, version agrees');
    expect(report).toContain('step install: exit code 0, 12 s');
    expect(report).toContain('README.md: line-endings 1, CRLF to LF');
  });

  it('colours only when asked', () => {
    expect(terminalReport(suspicious(), plain)).not.toContain('\u001b');
    expect(terminalReport(suspicious(), { ...plain, color: true })).toContain('\u001b[31m');
  });

  it('wraps prose to the width', () => {
    const verdict = { ...result().verdict, summary: 'word '.repeat(40).trim() };
    const lines = terminalReport(result({ verdict }), { ...plain, width: 60 }).split('\n');
    expect(lines.filter((each) => each.includes('word')).every((each) => each.length <= 60)).toBe(true);
  });

  it('prints nothing raw, whatever string of a result is hostile', () => {
    const evil = '\u001b]0;x\u0007\u202e\u200b\n\r\ud800\u{e0041}';
    const poisoned = JSON.parse(JSON.stringify(suspicious()), (key, value) =>
      typeof value === 'string' && !enumerations.has(key) ? `${value}${evil}` : value,
    ) as Result;
    for (const verbose of [false, true]) {
      const report = terminalReport(
        {
          ...poisoned,
          sourceNotes: [{ kind: 'tag-moved', detail: evil }],
          source: source({ directory: evil, ref: evil }),
        },
        { ...plain, verbose },
      );
      expect(report.replaceAll('\n', '')).not.toMatch(/[\p{C}\u200b]/u);
      expect(report).toContain('\\u202e');
    }
  });

  it('is one string for any path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (path) => {
        const comparison = {
          entries: [comparedEntry(path, { evidence: { kind: 'none' }, phantom: true })],
          missing: [{ path, from: 'source' as const }],
          bytes: 1,
          notRead: [{ path, reason: path }],
        };
        expect(terminalReport(result({ comparison }), plain).replaceAll('\n', '')).not.toMatch(/\p{C}/u);
      }),
    );
  });

  it('marks what the release before lacks, and says why there is no baseline', () => {
    const baseline = { purl: '', version: '1.2.2', integrity: '', commit: 'c'.repeat(40), findings: 1 };
    const findings = [finding({ new: true }), finding({ new: false }), finding({ new: null })];
    const text = terminalReport(result({ findings, baseline }), plain);
    expect(text).toContain(
      '1.2.2 at cccccccccccc, compared with its source alone; 1 of 3 findings new since',
    );
    expect(text.match(/\[new in this release, not in 1\.2\.2\]/g)).toHaveLength(1);
    expect(text.match(/\[in 1\.2\.2 too\]/g)).toHaveLength(1);
    const baselineFailure = { reason: 'no-revision', message: 'no tag' } as const;
    expect(terminalReport(result({ findings, baselineFailure }), plain)).toMatch(
      /baseline +none: no tag \(no-revision\)/,
    );
  });
});

/** Keys whose values are ours and select words. */
const enumerations = new Set([
  'kind',
  'severity',
  'evidence',
  'directoryEvidence',
  'outcome',
  'sign',
  'against',
  'from',
  'endedBy',
  'level',
  'origin',
  'to',
  '',
]);
