import { describe, expect, test } from 'vitest';
import { boundsOf, sizeBounds } from '../../../../bench/injections/bounds.js';
import { type InjectionLine, injectionLine } from '../../../../bench/injections/line.js';
import { type Kind, wholeArchive } from '../../../../bench/injections/shape.js';
import { shapes } from '../../../../bench/injections/shapes/index.js';
import { injectionSummary } from '../../../../bench/injections/summary.js';
import { finding, result } from '../../../support/result.js';

const line = (
  kind: Kind,
  verdict: InjectionLine['verdict'],
  fields: Partial<InjectionLine> = {},
): InjectionLine => ({
  case: `tiny@1.2.3 ${kind}`,
  shape: kind,
  kind,
  release: 'tiny@1.2.3',
  releaseKind: 'plain source',
  verdict,
  exitCode: { reproduced: 0, inert: 0, differs: 1, suspicious: 1, inconclusive: 3, error: -1 }[verdict],
  injected: ['index.js'],
  unnamed: [],
  alsoNamed: [],
  signals: [],
  seconds: 1,
  ...fields,
});

const failing = (...lines: InjectionLine[]) =>
  boundsOf(lines).flatMap(({ holds, title }) => (holds ? [] : [title]));

describe('boundsOf', () => {
  test.each<[Kind, InjectionLine['verdict'], RegExp | null]>([
    ['install-time', 'suspicious', null],
    ['install-time', 'differs', /are `suspicious`/],
    ['code-adding', 'differs', /are `suspicious`/],
    ['change', 'differs', null],
    ['change', 'inert', /`differs` or `suspicious`/],
    ['change', 'inconclusive', /`differs` or `suspicious`/],
    ['mutation', 'differs', null],
    ['mutation', 'reproduced', /`differs` or `suspicious`/],
    ['told', 'inert', null],
    ['told', 'reproduced', /cannot act is told/],
    ['told', 'inconclusive', /cannot act is told/],
    ['control', 'reproduced', null],
    ['control', 'inert', null],
    ['control', 'differs', /90 %/],
  ])('%s that is %s', (kind, verdict, fails) => {
    const titles = failing(line(kind, verdict));
    if (fails === null) expect(titles).toEqual([]);
    else expect(titles).toEqual([expect.stringMatching(fails)]);
  });

  test('a control that is suspicious fails for that alone among ten', () => {
    const good = Array.from({ length: 9 }, () => line('control', 'reproduced'));
    expect(failing(...good, line('control', 'differs'))).toEqual([]);
    expect(failing(...good, line('control', 'suspicious'))).toEqual(['no control is `suspicious`']);
    expect(failing(...good.slice(1), line('control', 'differs'), line('control', 'differs'))).toHaveLength(1);
  });

  test('an entry that is not named fails, of controls too only where something was injected', () => {
    expect(failing(line('change', 'differs', { unnamed: ['index.js'] }))).toHaveLength(1);
    expect(failing(line('told', 'inert', { unnamed: ['index.d.ts'] }))).toHaveLength(1);
    expect(failing(line('control', 'reproduced', { unnamed: ['index.js'] }))).toEqual([]);
  });

  test('another exit code than the verdict has fails', () => {
    expect(failing(line('change', 'differs', { exitCode: 0 }))).toHaveLength(1);
    expect(failing(line('control', 'reproduced', { exitCode: 4 }))).toHaveLength(1);
  });

  test('an error fails whatever it was about', () => {
    for (const kind of ['install-time', 'told', 'control'] as const)
      expect(failing(line(kind, 'error')).length).toBeGreaterThan(0);
  });
});

test('a run that is too small says nothing', () => {
  const enough = Array.from({ length: 350 }, (_, at) =>
    line('change', 'differs', { release: `r${at % 25}`, shape: `s${at % 20}` }),
  );
  const controls = Array.from({ length: 60 }, () => line('control', 'inert'));
  expect(sizeBounds([...enough, ...controls]).every(({ holds }) => holds)).toBe(true);
  expect(sizeBounds([...enough, ...controls.slice(1)]).filter(({ holds }) => !holds)).toHaveLength(1);
  expect(sizeBounds([...enough.slice(1), ...controls]).filter(({ holds }) => !holds)).toHaveLength(1);
});

describe('injectionLine', () => {
  const shape = shapes[0]!;
  const drawn = { shape, members: [], paths: ['index.js', 'setup.cjs', wholeArchive] };
  const verdict = (paths: string[]) => ({
    ...result().verdict,
    unexplained: paths.map((path) => ({ path, canAct: true, why: 'script', new: null, lead: null })),
  });
  const measured = { exitCode: 1, stdout: '', stderr: '', seconds: 1.26, peakBytes: 0 };
  const honest = result({ verdict: verdict(['old.log']) });
  const of = (changed: ReturnType<typeof result>) =>
    injectionLine('tiny@1.2.3', 'plain source', drawn, honest, { result: changed, measured });

  test('a path is named by the verdict, a finding or an oddity', () => {
    const changed = result({
      verdict: verdict(['index.js', 'old.log', 'more.js']),
      findings: [finding({ path: 'setup.cjs' })],
    });
    const odd = { kind: 'trailing-data' as const, path: null, detail: '', overwrites: false };
    expect(of(changed)).toMatchObject({ unnamed: [wholeArchive], alsoNamed: ['more.js'], seconds: 1.3 });
    expect(of({ ...changed, archive: { ...changed.archive, oddities: [odd] } }).unnamed).toEqual([]);
  });

  test('an error names nothing', () => {
    const line = injectionLine('tiny@1.2.3', 'plain source', drawn, honest, new Error('no registry'));
    expect(line).toMatchObject({ verdict: 'error', unnamed: drawn.paths, message: 'no registry' });
  });
});

test('the page has denominators, and names what fails', () => {
  const lines = [
    line('change', 'differs'),
    line('change', 'inert', { case: 'tiny@1.2.3 a|b', signals: ['s (low)'] }),
    line('control', 'reproduced'),
  ];
  const head = { revision: 'abc', day: '2026-01-01', node: 'v20', seed: '1' };
  const page = injectionSummary(lines, boundsOf(lines), new Map([['change', 'some incident']]), head);
  expect(page).toContain('2 injections and 1 controls in 1 releases, seed 1');
  expect(page).toContain('| every injection is `differs` or `suspicious` | 1 of 2 | **fails** |');
  expect(page).toContain('| change: change | 2 |  | 1 | 1 |  |  |  | 2 of 2 | some incident |');
  expect(page).toContain('| tiny@1.2.3 a b | inert |  | s (low) |');
});
