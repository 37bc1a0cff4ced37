import { describe, expect, it } from 'vitest';
import { describeRebuild } from '../../../src/attest/rebuild-attestation.js';
import { unexplainedEntries } from '../../../src/compare/accounts.js';
import { comparisonSchema } from '../../../src/compare/schema.js';
import { format as html } from '../../../src/report/html.js';
import { format as markdown } from '../../../src/report/markdown.js';
import { format as sarif } from '../../../src/report/sarif.js';
import { terminalReport } from '../../../src/report/terminal.js';
import { comparedEntry, rebuild, result } from '../../support/result.js';

const entries = [
  comparedEntry('configure.ac'),
  comparedEntry('m4/host.m4', {
    evidence: {
      kind: 'upstream',
      project: 'gnulib',
      path: 'm4/build-to-host.m4',
      since: '2023-10-13 (serial 3)',
    },
  }),
];
const known = result({
  release: { ...result().release, signatures: ['index of stable signed by Archive'] },
  comparison: { entries, missing: [], bytes: 2_000, notRead: [] },
});

describe('a file of a known project', () => {
  it('is evidence of its own, with project, path and first version', () => {
    expect(comparisonSchema.parse(known.comparison)).toEqual(known.comparison);
    const byPath = new Map(
      entries.map(({ path, evidence }) => [
        path,
        {
          entry: { path, mode: 0o644, size: 1, sha256: '', gitBlob: '' },
          evidence,
          counterparts: [],
          notRead: null,
        },
      ]),
    );
    expect(unexplainedEntries({ byPath, missingFromSource: [], missingFromRebuilds: null })).toEqual([]);
  });

  it('is told on a terminal, each with its place in detail', () => {
    const options = { color: false, width: 200 };
    const short = terminalReport(known, { ...options, verbose: false });
    expect(short).toContain('1 in the source, 1 known build files');
    expect(short).toContain('gnulib (1 file)');
    expect(short).toContain('index of stable signed by Archive');
    expect(terminalReport(known, { ...options, verbose: true })).toContain(
      'm4/host.m4: m4/build-to-host.m4 of gnulib, since 2023-10-13 (serial 3)',
    );
  });

  it('is counted in attestations', () => {
    expect(
      describeRebuild({ ...known, rebuilds: [rebuild()] }, 'https://verifier.example')?.predicate,
    ).toMatchObject({
      entries: { total: 2, bySource: 1, byUpstream: 1, byRebuild: 0 },
    });
    const plain = describeRebuild(result({ rebuilds: [rebuild()] }), 'https://verifier.example')
      ?.predicate as { entries: object };
    expect(plain.entries).not.toHaveProperty('byUpstream');
  });

  it('is told in HTML and in Markdown', async () => {
    expect(await html.write(known)).toContain(
      'known build file: m4/build-to-host.m4 of gnulib, since 2023-10-13 (serial 3)',
    );
    expect(await html.write(known)).toContain('index of stable signed by Archive');
    expect(await markdown.write(known)).toContain('1 known build files');
    expect(await markdown.write(known)).toContain('index of stable signed by');
  });

  it('is no concern, so that SARIF says nothing of it', async () => {
    expect(await html.write(known)).not.toContain('Not accounted for');
    expect(JSON.stringify(await sarif.write(known))).not.toContain('m4/host.m4');
  });
});
