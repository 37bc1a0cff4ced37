import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDigest } from '../../../../src/npm/plan/digest.js';
import { planScript } from '../../../../src/npm/plan/index.js';
import { splitScript } from '../../../../src/npm/plan/shell-text.js';
import { type Plan, planSchema } from '../../../../src/sandbox/schema.js';
import { firstPlan, manifest, plan } from './planning.js';

const scriptText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        'npm run a',
        'npm test',
        'tsc',
        '&&',
        '||',
        ';',
        '(',
        '"',
        "'",
        '$(x)',
        'cd x',
        'run-s a b',
        '--',
        '\n',
        'yarn a',
      ),
    )
    .map((words) => words.join(' ')),
);
const anyManifest = fc.record(
  {
    version: fc.oneof(fc.constant('1.0.0'), fc.string()),
    scripts: fc.oneof(
      fc.dictionary(
        fc.constantFrom('prepare', 'prepack', 'build', 'a', 'b', 'prea', '__proto__', '--x'),
        scriptText,
      ),
      fc.jsonValue(),
    ),
    packageManager: fc.oneof(
      fc.constantFrom('npm@10', 'pnpm@9.15.9', 'yarn@1.22.22', 'yarn@4.0.0', 'bun@1.1.0'),
      fc.string(),
    ),
    engines: fc.oneof(fc.record({ node: fc.constantFrom('>=18', '18', '<1', 'x', '>=999') }), fc.jsonValue()),
    devEngines: fc.jsonValue(),
    volta: fc.jsonValue(),
    files: fc.jsonValue(),
    exports: fc.jsonValue(),
    workspaces: fc.jsonValue(),
    devDependencies: fc.dictionary(fc.constantFrom('gulp', 'webpack', 'node-sass', 'esbuild'), fc.string()),
  },
  { requiredKeys: [] },
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.jsonValue().map((value) => JSON.stringify(value)),
);

describe('whatever a source contains', () => {
  it('plans are valid, distinct and in order, or there are none', () => {
    const world = fc.record(
      {
        'package.json': fc.oneof({ weight: 5, arbitrary: anyManifest }, { weight: 1, arbitrary: anyText }),
        'package-lock.json': anyText,
        'pnpm-lock.yaml': anyText,
        'bun.lock': anyText,
        'bunfig.toml': anyText,
        '.nvmrc': anyText,
        '.tool-versions': anyText,
        '.github/workflows/x.yml': fc.oneof(
          anyText,
          fc.jsonValue().map((value) => JSON.stringify({ jobs: { job: { steps: value, strategy: value } } })),
        ),
      },
      { requiredKeys: ['package.json'] },
    );
    fc.assert(
      fc.property(world, (files) => {
        const all = plan({ files: files as Record<string, string | object> });
        for (const each of all) planSchema.parse(each);
        expect(new Set(all.map(({ digest }) => digest)).size).toBe(all.length);
        expect(all.map(({ rank }) => rank)).toEqual(all.map((_, index) => index + 1));
        for (const { steps } of all) expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
      }),
      { numRuns: 300 },
    );
  });

  it('splitting a script loses nothing but operators and blanks', () => {
    fc.assert(
      fc.property(scriptText, (text) => {
        const parts = splitScript(text);
        if (parts === null) return;
        const joined = parts.map(({ operator, text: part }) => operator + part).join('');
        expect(joined.replace(/[\s;]/g, '')).toBe(text.replace(/[\s;]/g, ''));
      }),
    );
  });

  it('a folder without a readable manifest has no plan', () => {
    expect(plan({ files: { 'package.json': '{' } })).toEqual([]);
    expect(plan({ files: { 'index.js': '' } })).toEqual([]);
  });

  it('the digest is of what a plan does, not of why', () => {
    const [first] = plan({ files: { 'package.json': manifest({ scripts: { prepare: 'tsc' } }) } });
    const { digest, rank: _, ...rest } = first!;
    expect(planDigest({ ...rest, reasons: ['another'] })).toBe(digest);
    expect(planDigest({ ...rest, before: null })).not.toBe(digest);
  });
});

describe('the script for a person', () => {
  const base = firstPlan({ files: { 'package.json': manifest() } });
  const withText = (text: string): Plan => ({
    ...base,
    reasons: [text],
    omitted: [{ step: text, reason: text }],
    edits: [{ path: text, edit: 'lockfile-addresses', reason: text }],
    environment: { VALUE: text },
    steps: [{ ...base.steps[0]!, command: ['printf', '%s', text], reason: text, directory: '' }],
  });

  it('is one that sh accepts, with a command a line and reasons as comments', () => {
    const script = planScript(base);
    execFileSync('sh', ['-n'], { input: script });
    expect(script).toContain('\n(npm install --ignore-scripts --no-package-lock)\n');
    expect(script).toContain('# node 24.11.1: ');
  });

  it('lets no text out of its comment or its word', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom("'", '"', '\n', '\r', '`', '$', '\\', ';', ' ', 'x', '\u202e') }),
        ),
        (raw) => {
          const text = Buffer.from(raw.replaceAll('\0', '').replace(/\n+$/, '')).toString();
          const script = planScript(withText(text));
          expect(script).toMatch(/^[\x20-\x7e\n]*$/);
          const comments = script.split('\n').filter((line) => line.startsWith('#'));
          expect(comments.length).toBe(
            planScript(withText('x'))
              .split('\n')
              .filter((line) => line.startsWith('#')).length,
          );
          const line = script.split('\n').find((candidate) => candidate.startsWith('(printf'))!;
          expect(execFileSync('sh', ['-c', line]).toString()).toBe(text);
        },
      ),
      { numRuns: 60 },
    );
  });
});
