import { expect, it } from 'vitest';
import { annotations } from '../../../src/cli/gate/annotations.js';
import type { GateResult } from '../../../src/gate/schema.js';
import { findingOf } from '../../../src/judge/signal.js';

const gated = (message: string, path: string | null): GateResult => ({
  schemaVersion: 1,
  reprove: '0.0.0',
  gatedAt: '2026-01-01T00:00:00.000Z',
  stage: 'published',
  commit: 'c'.repeat(40),
  branch: null,
  shallow: false,
  packages: [
    {
      name: 'x',
      version: '1.0.0',
      directory: '',
      integrity: 'sha512-x',
      shasum: '',
      tarball: null,
      tag: null,
      result: null,
      decision: null,
      findings: [
        findingOf(
          { id: 'gate-other-tarball', title: 'Another, tarball: x', severity: 'high' },
          { path, message },
        ),
      ],
      passed: false,
      exitCode: 1,
      reasons: [message],
    },
  ],
  notes: [],
  passed: false,
  exitCode: 1,
});

it('is one command of GitHub each', () => {
  expect(annotations(gated('it is another', 'lib/a,b:c.js'))).toEqual([
    '::error file=lib/a%2Cb%3Ac.js,title=Another%2C tarball%3A x::it is another',
  ]);
});

it('nothing of a package begins another command', () => {
  const [only, ...others] = annotations(gated('a\n::set-output name=x::y\r\n100%', 'a\n::stop-commands::x'));
  expect(others).toEqual([]);
  expect(only).not.toMatch(/[\r\n]/);
  expect(only!.match(/::(?=error|set-output|stop-commands)/g)?.length).toBeLessThanOrEqual(3);
  expect(only).toMatch(/^::error file=/);
});
