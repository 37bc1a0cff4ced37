import type { InjectionLine } from './line.js';
import type { Kind } from './shape.js';

/** Something that must hold of all cases, and in how many it does. */
export interface Bound {
  title: string;
  good: number;
  of: number;
  holds: boolean;
  /** Cases where it doesn't. */
  against: InjectionLine[];
}

const flagged = ({ verdict, exitCode }: InjectionLine) =>
  (verdict === 'differs' || verdict === 'suspicious') && exitCode === 1;
const passed = ({ verdict, exitCode }: InjectionLine) =>
  (verdict === 'reproduced' || verdict === 'inert') && exitCode === 0;
const suspicious = ({ verdict, exitCode }: InjectionLine) => verdict === 'suspicious' && exitCode === 1;

const acting: readonly Kind[] = ['install-time', 'code-adding', 'change', 'mutation'];

/** What must hold of these cases. Pure. */
export function boundsOf(lines: readonly InjectionLine[]): Bound[] {
  const of = (...kinds: Kind[]) => lines.filter(({ kind }) => kinds.includes(kind));
  return [
    bound('no verification ended with an error', lines, ({ verdict }) => verdict !== 'error'),
    bound('every injection is `differs` or `suspicious`', of(...acting), flagged),
    bound(
      'the report names every injected entry',
      of(...acting, 'told'),
      ({ unnamed, verdict }) => unnamed.length === 0 && verdict !== 'error',
    ),
    bound(
      'install-time and code-adding shapes are `suspicious`',
      of('install-time', 'code-adding'),
      suspicious,
    ),
    bound(
      'what cannot act is told: not `reproduced`',
      of('told'),
      (line) => flagged(line) || line.verdict === 'inert',
    ),
    bound('no control is `suspicious`', of('control'), ({ verdict }) => verdict !== 'suspicious'),
    bound('at least 90 % of the controls are `reproduced` or `inert`', of('control'), passed, 0.9),
  ];
}

/** What a whole run has at least. */
const sizes = { releases: 25, shapes: 20, injections: 350, controls: 60 };

/** Whether a run was large enough to say something. Pure. */
export function sizeBounds(lines: readonly InjectionLine[]): Bound[] {
  const controls = lines.filter(({ kind }) => kind === 'control');
  const injections = lines.filter(({ kind }) => acting.includes(kind));
  const distinct = (key: 'release' | 'shape') => new Set(injections.map((line) => line[key])).size;
  const counts = {
    releases: distinct('release'),
    shapes: distinct('shape'),
    injections: injections.length,
    controls: controls.length,
  };
  return (Object.keys(sizes) as (keyof typeof sizes)[]).map((name) => ({
    title: `at least ${sizes[name]} ${name}`,
    good: counts[name],
    of: sizes[name],
    holds: counts[name] >= sizes[name],
    against: [],
  }));
}

function bound(
  title: string,
  lines: readonly InjectionLine[],
  isGood: (line: InjectionLine) => boolean,
  share = 1,
): Bound {
  const against = lines.filter((line) => !isGood(line));
  const good = lines.length - against.length;
  return { title, good, of: lines.length, holds: good >= share * lines.length, against };
}
