import { describe, expect, it } from 'vitest';
import { difference } from '../../../../src/compare/difference/index.js';
import { defaultCompareLimits as limits } from '../../../../src/compare/limits.js';
import { bundlers, type Module, moduleCode, modules } from '../../../support/bundles.js';

const show = (reference: string, release: string, path = 'dist/bundle.js') =>
  difference(path, Buffer.from(reference), Buffer.from(release), 'rebuild', limits);

type Found = ReturnType<typeof show>;

const all = modules(160);
const edited = all.map((one, at) => (at === 40 ? { ...one, code: one.code.replace('===', '!==') } : one));
const extra: Module = { path: './src/extra.js', code: moduleCode('extra') };
const without30 = [...all.slice(0, 30), ...all.slice(31)];
const moved = [...without30.slice(0, 49), all[30]!, ...without30.slice(49)];

const signed = ({ lines }: Found, ...signs: string[]) =>
  lines.filter(({ sign }) => signs.includes(sign)).map(({ text }) => text.trim());
/** Own names of the units with one kind of change. */
const named = ({ units }: Found, kind: string) =>
  units!.filter(({ change }) => change === kind).map(({ path }) => path.at(-1));
const kinds = ({ units }: Found) =>
  new Set(units!.map(({ change }) => change).filter((change) => change !== 'renumbered'));

describe.each(Object.entries(bundlers))('%s', (_, { print, names, linksByNumber }) => {
  const only = (kind: string) => new Set(linksByNumber ? [kind, 'changed'] : [kind]);

  it('shows one token that changed, and where', () => {
    const found = show(print(all), print(edited));
    expect(found).toMatchObject({
      kind: 'script',
      truncated: false,
      units: [{ change: 'changed', tokens: { removed: '===', added: '!==' } }],
    });
    expect(signed(found, '-', '+')).toHaveLength(2);
    expect(found.units![0]!.path).toContain(names(all[40]!, 40)[0]);
    const { byte } = found.units![0]!.tokens!.release;
    expect(Buffer.from(print(edited)).toString('utf8', byte, byte + 3)).toBe('!==');
  });

  it('names a module that was added, and shows its code', () => {
    const found = show(print(all), print([...all.slice(0, 30), extra, ...all.slice(30)]));
    expect(named(found, 'added')).toEqual(names(extra, 30));
    expect(kinds(found)).toEqual(only('added'));
    expect(signed(found, '+').join('\n')).toContain('function extraOf(value, options) {');
  });

  it('names a module that was removed', () => {
    const found = show(print(all), print(without30));
    expect(named(found, 'removed')).toEqual(names(all[30]!, 30));
    expect(kinds(found)).toEqual(only('removed'));
  });

  it('shows a module that moved', () => {
    const found = show(print(all), print(moved));
    expect(named(found, 'moved')).toEqual(names(all[30]!, 49));
    expect(kinds(found)).toEqual(only('moved'));
  });
});

describe('what follows the last change', () => {
  const statements = Array.from({ length: 4_000 }, (_, at) => `var name${at} = ${at};`);
  const script = (changed: readonly string[]) => `${changed.join('\n')}\n`;

  it('need not be divided to name the statement in which a change is', () => {
    const found = show(script(statements), script(statements.with(7, 'var name7 = "seven";')));
    expect(found.units).toMatchObject([{ change: 'changed', path: ['name7'] }]);
  });

  it('is looked at where the change hides some of it in a comment', () => {
    const opened = statements.with(7, 'var name7 = 7; /*').with(20, 'var name20 = 20; /* */');
    const before = statements.with(20, 'var name20 = 20; /* */');
    const found = show(script(before), script(opened));
    expect(found.units).toContainEqual(expect.objectContaining({ change: 'removed', path: ['name8'] }));
    expect(found.units).not.toContainEqual(expect.objectContaining({ path: ['name22'] }));
  });
});
