import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalized } from '../../../support/comparison.js';
import { judged } from '../../../support/judged.js';

const map = {
  version: 3,
  file: 'index.js',
  sourceRoot: '',
  sources: ['../src/index.ts', '../src/deep/b.ts', '../node_modules/x/x.js'],
  sourcesContent: ['const a = 1;\nexport { a };\n', 'b;\n', 'x;\n'],
  names: ['a'],
  mappings: 'AAAA;AACA,SAASA',
};
type SourceMap = Record<string, unknown>;

const needed = (release: SourceMap | string, reference: SourceMap = map, path = 'dist/index.js.map') =>
  normalized(
    path,
    typeof release === 'string' ? release : JSON.stringify(release),
    JSON.stringify(reference),
  )?.map(({ name }) => name) ?? null;

const without = (field: string) => Object.fromEntries(Object.entries(map).filter(([name]) => name !== field));
const moved = (from: string, to: string) => map.sources.map((path) => path.replace(from, to));

describe('a source map of the same places', () => {
  it.each<[string, SourceMap, SourceMap?]>([
    ['in another folder', { ...map, sources: moved('../', '../../') }],
    ['named by a bundler', { ...map, sources: moved('../', 'webpack://@scope/tiny/./') }],
    ['in a checkout', { ...map, sources: moved('../', '/home/runner/work/tiny/tiny/') }],
    [
      'on Windows',
      { ...map, sources: map.sources.map((path) => path.replaceAll('/', '\\')) },
      { ...map, sources: moved('../', '/build/') },
    ],
    ['with a root', { ...map, sourceRoot: '/src/' }],
    ['without a root', without('sourceRoot')],
    ['with null for a root', { ...map, sourceRoot: null }],
    ['without the file', without('file')],
    ['with the file below a folder', { ...map, file: 'dist/index.js' }],
    ['of a file that was renamed', map, { ...map, file: 'bundle.js' }],
    ['without texts', without('sourcesContent')],
    ['without one text', { ...map, sourcesContent: [...map.sourcesContent.slice(0, 2), null] }],
    [
      'with other line ends in texts',
      { ...map, sourcesContent: map.sourcesContent.map((text) => text.replaceAll('\n', '\r\n')) },
    ],
    ['with fields in another order', Object.fromEntries(Object.entries(map).reverse())],
  ])('%s is equal', (_, release, reference = map) => {
    expect(needed(release, reference)).toEqual(['source-map']);
  });

  it('in another layout needs no more than the layout', () => {
    expect(needed(JSON.stringify(map, null, 2))).toEqual(['json-layout']);
  });
});

describe('a source map that differs in more', () => {
  it.each<[string, SourceMap | string, SourceMap?]>([
    ['other mappings', { ...map, mappings: 'AAAA;AACA,SAASB' }],
    ['no mappings', without('mappings')],
    ['mappings that are no text', { ...map, mappings: [], sourceRoot: 'x' }, { ...map, mappings: [] }],
    ['other names', { ...map, names: ['b'] }],
    ['another version', { ...map, version: 4 }],
    ['a field more', { ...map, x_payload: 'x' }],
    ['a field less', map, { ...map, x_google_ignoreList: [1] }],
    ['another source file', { ...map, sources: moved('index.ts', 'evil.ts') }],
    ['a source more', { ...map, sources: [...map.sources, '../src/c.ts'] }],
    ['another order of sources', { ...map, sources: [...map.sources].reverse() }],
    ['a source that is no folder', { ...map, sources: moved('../', '<script>alert(1)</script>/') }],
    ['a source that holds a payload', { ...map, sources: moved('../', `${'A'.repeat(400)}/`) }],
    [
      'a file name that holds a payload',
      { ...map, sources: [`../src/${'A'.repeat(400)}`] },
      { ...map, sources: [`x/src/${'A'.repeat(400)}`] },
    ],
    ['a folder as a source', { ...map, sources: ['a/..'] }, { ...map, sources: ['b/..'] }],
    ['a root that is no folder', { ...map, sourceRoot: 'javascript:alert(1)//' }],
    ['a root on another host', { ...map, sourceRoot: 'https://evil.example/' }],
    ['sources on another host', { ...map, sources: moved('../', 'https://evil.example/') }],
    ['a root of another kind', { ...map, sourceRoot: ['x'] }],
    ['another file', { ...map, file: 'evil.js' }],
    ['a changed text', { ...map, sourcesContent: ['const a = 2;\nexport { a };\n', 'b;\n', 'x;\n'] }],
    ['white space in a text', { ...map, sourcesContent: ['const a = 1;\n export { a };\n', 'b;\n', 'x;\n'] }],
    ['a text that the reference lacks', map, without('sourcesContent')],
    ['one text that the reference lacks', map, { ...map, sourcesContent: [null, 'b;\n', 'x;\n'] }],
    ['a text too many', { ...map, sourcesContent: [...map.sourcesContent, 'x'] }],
    [
      'a map of maps',
      { version: 3, sections: [{ offset: { line: 0, column: 0 }, map }] },
      { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: { ...map, sourceRoot: 'x' } }] },
    ],
    ['sections beside mappings', { ...map, sections: [] }, { ...map, sections: [1] }],
    ['a field twice', JSON.stringify({ ...map, sourceRoot: 'x' }).replace('{', '{"sources":[],')],
    ['what some take for a map, with text before it', `)]}'\n${JSON.stringify({ ...map, sourceRoot: 'x' })}`],
  ])('%s', (_, release, reference = map) => {
    expect(needed(release, reference)).toBeNull();
  });

  it('many folders, each another way', () => {
    const sources = (prefix: string) => Array.from({ length: 5 }, (_, at) => `${prefix}${at}/a.ts`);
    expect(needed({ ...map, sources: sources('a') }, { ...map, sources: sources('b') })).toBeNull();
  });

  it('a file that is no map by its name', () => {
    expect(needed({ ...map, sourceRoot: 'x' }, map, 'dist/map.json')).toBeNull();
  });

  it('is judged inert where nothing reads it, and by name where something does', async () => {
    const files = (content: string, mappings: string) => ({
      'package.json': '{"name":"tiny","version":"1.2.3"}',
      'index.js': `${content}//# sourceMappingURL=index.js.map\n`,
      'index.js.map': JSON.stringify({ ...map, mappings }),
    });
    const verdict = async (content: string) =>
      (
        await judged({
          release: files(content, 'BBBB'),
          source: files(content, 'AAAA'),
          rebuilds: [files(content, 'AAAA')],
          loaded: ['index.js'],
        })
      ).verdict;
    expect(await verdict('')).toMatchObject({
      kind: 'inert',
      unexplained: [{ path: 'index.js.map', canAct: false }],
    });
    expect(await verdict("eval(require('./index.js.map').x);\n")).toMatchObject({ kind: 'differs' });
  });
});

describe('a source map in the last line of a script', () => {
  const comment = (
    value: SourceMap,
    head = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,',
  ) => `\n${head}${Buffer.from(JSON.stringify(value)).toString('base64')}`;
  const found = (release: string, reference: string, path = 'dist/index.js') =>
    normalized(path, release, reference)?.map(({ name }) => name) ?? null;
  const other = { ...map, sourceRoot: 'x' };

  it.each(['', '\n'])('is equal as another source map is, before %j', (end) => {
    expect(found(`a;${comment(other)}${end}`, `a;${comment(map)}${end}`)).toEqual(['inline-source-map']);
  });

  it.each<[string, string, string, string?]>([
    ['another script', `b;${comment(other)}`, `a;${comment(map)}`],
    ['another map', `a;${comment({ ...map, mappings: 'BBBB' })}`, `a;${comment(map)}`],
    ['code after it', `a;${comment(other)}\nb;`, `a;${comment(map)}\nb;`],
    ['a template around it', `\`${comment(other)}\`;`, `\`${comment(map)}\`;`],
    ['a string that goes on', `"\\${comment(other)}";`, `"\\${comment(map)}";`],
    ['a comment that ends', `/*${comment(other)}*/;`, `/*${comment(map)}*/;`],
    ['code on its line', `a;${comment(other).replace('\n', '')}`, `a;${comment(map).replace('\n', '')}`],
    [
      'another kind of data',
      `a;${comment(other, '//# sourceMappingURL=data:text/javascript;base64,')}`,
      `a;${comment(map, '//# sourceMappingURL=data:text/javascript;base64,')}`,
    ],
    ['something that is not base64', `a;${comment(other)}\u2028b()`, `a;${comment(map)}\u2028b()`],
    ['a style sheet', `a{}${comment(other)}`, `a{}${comment(map)}`, 'a.css'],
  ])('is not equal with %s', (_, release, reference, path) => {
    expect(found(release, reference, path)).toBeNull();
  });
});

describe('properties', () => {
  const segment = fc.stringMatching(/^[a-z@.]{1,6}$/).filter((text) => !/^\.+$/.test(text));
  const text = fc.string({ unit: fc.constantFrom('a', ';', '\n', ' ', '"'), maxLength: 12 });
  const maps = fc
    .array(fc.tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), text), { minLength: 1, maxLength: 5 })
    .map((files) => ({
      version: 3,
      sources: files.map(([path]) => path.join('/')),
      sourcesContent: files.map(([, content]) => content),
      names: ['a', 'b'],
      mappings: 'AAAA;AACA',
    }));

  it('sources are equal below any other folder, without texts and with any line ends', () => {
    const folder = fc
      .tuple(
        fc.constantFrom('..', '', 'webpack://x', 'C:', 'file://'),
        fc.array(fc.constantFrom('..', 'home', 'me', '.', '@x'), { maxLength: 5 }),
      )
      .map(([first, more]) => [first, ...more]);
    fc.assert(
      fc.property(maps, folder, fc.boolean(), (value, head, texts) => {
        const release = {
          ...value,
          sources: value.sources.map((path) => [...head, path].join('/')),
          sourcesContent: texts
            ? value.sourcesContent.map((each) => each.replaceAll('\n', '\r\n'))
            : undefined,
        };
        if (JSON.stringify(release) !== JSON.stringify(value)) expect(needed(release, value)).not.toBeNull();
      }),
    );
  });

  it('any edit of what is mapped, of file names and of texts is never equal', () => {
    type Edit = (value: SourceMap & { sources: string[]; sourcesContent: string[] }) => SourceMap;
    const edits = fc.constantFrom<Edit>(
      (value) => ({ ...value, mappings: `${value.mappings};` }),
      (value) => ({ ...value, names: ['b', 'a'] }),
      (value) => ({ ...value, sources: value.sources.map((path) => `${path}x`) }),
      (value) => ({ ...value, sources: [...value.sources, 'x.ts'] }),
      (value) => ({ ...value, sources: value.sources.slice(1) }),
      (value) => ({ ...value, sourcesContent: value.sourcesContent.map((each) => `${each}x`) }),
      (value) => ({ ...value, sourcesContent: value.sourcesContent.map((each) => ` ${each}`) }),
      (value) => ({ ...value, payload: 1 }),
      (value) => ({ ...value, sections: [] }),
    );
    fc.assert(
      fc.property(maps, edits, fc.boolean(), (value, edit, root) => {
        expect(needed({ ...edit(value), ...(root ? { sourceRoot: '..' } : {}) }, value)).toBeNull();
      }),
    );
  });
});
