import { describe, expect, it } from 'vitest';
import { codeInserted } from '../../../../src/judge/signals/code-inserted.js';
import { ofChange, severities } from '../../../support/signal-input.js';

const file =
  "'use strict';\nconst a = require('./a');\nfunction b() {\n  return a();\n}\nmodule.exports = b;\n";
const bundle = `!function(e,t){"object"==typeof exports?module.exports=t():e.x=t()}(this,function(){${'return a(1),b(2);'.repeat(60)}});`;

describe('code-inserted', () => {
  it.each([
    'globalThis.marker = 1;',
    "console.log('inert marker');",
    '(function () { marker(); })();',
    '(() => { marker() })();',
    '!function(){marker()}();',
    '(async function () { marker(); }).call(this);',
    'void (async () => { await marker(); })();',
    "process['marker'] = 1;",
    'Object.prototype.marker = 1;',
    "try { require('./marker'); } catch {}",
    'setTimeout(() => marker(), 10);',
    'marker();',
  ])('sees %s at the end, at the start and in a bundle', (payload) => {
    expect(ofChange(codeInserted, file, `${file}${payload}\n`)).toEqual(['high']);
    expect(ofChange(codeInserted, file, file.replace('\n', `\n${payload}\n`))).toEqual(['high']);
    expect(ofChange(codeInserted, bundle, `${bundle}${payload}`)).toEqual(['high']);
    expect(
      ofChange(
        codeInserted,
        `${bundle}\n//# sourceMappingURL=a.js.map\n`,
        `${bundle}\n${payload}\n//# sourceMappingURL=a.js.map\n`,
      ),
    ).toEqual(['high']);
  });
  it('sees one in the middle of a line', () => {
    const at = bundle.indexOf('b(2);', 300) + 5;
    const tampered = `${bundle.slice(0, at)}globalThis.marker=1;${bundle.slice(at)}`;
    expect(ofChange(codeInserted, bundle, tampered)).toEqual(['high']);
  });
  it('is no alarm without a rebuild, or where most other files differ too', () => {
    const tampered = `${file}marker();\n`;
    expect(ofChange(codeInserted, file, tampered, { rebuilt: false })).toEqual(['medium']);
    const rebuild = { 'a.js': file, 'b.js': 'var b;', 'c.js': 'var c;' };
    const release = { 'a.js': tampered, 'b.js': 'let b;', 'c.js': 'let c;' };
    expect(severities(codeInserted, { release, rebuild })).toEqual([['a.js', 'medium']]);
  });
  it.each([
    ['a banner', '/* (c) 2026 https://x.example\n * run(now);\n */'],
    ['a comment', '// marker();'],
    ['the map of a script', '//# sourceMappingURL=index.js.map'],
    ['exports that a compiler prepares', 'exports.b = exports.a = void 0;'],
    ['the mark of a module', 'Object.defineProperty(exports, "__esModule", { value: true });'],
    [
      'a helper of a compiler',
      'var __importDefault = (this && this.__importDefault) || function (mod) {\n    return (mod && mod.__esModule) ? mod : { "default": mod };\n};',
    ],
    [
      'another helper',
      'function _interopRequireDefault(obj) { return obj && obj.__esModule ? obj : { default: obj }; }',
    ],
    [
      'an enumeration',
      'var Kind;\n(function (Kind) {\n    Kind[Kind["A"] = 0] = "A";\n})(Kind || (exports.Kind = Kind = {}));',
    ],
    ['a module loaded by a compiler', 'require("core-js/modules/es.array.includes.js");'],
    ['exports of another module', '__exportStar(require("./c"), exports);'],
    ['a decorated class', '__decorate([x], B.prototype, "y", void 0);'],
    ['a function', 'function c(x) {\n  return d(x);\n}'],
    ['a name to show', 'b.displayName = "B";'],
  ])('says nothing of %s', (_, code) => {
    expect(ofChange(codeInserted, file, `${file}${code}\n`)).toEqual([]);
    expect(ofChange(codeInserted, file, file.replace('\n', `\n${code}\n`))).toEqual([]);
  });
  it('says nothing of a line in a function, or of a file that differs otherwise', () => {
    expect(ofChange(codeInserted, file, file.replace('{\n', '{\n  check(a);\n'))).toEqual([]);
    expect(ofChange(codeInserted, file, `${file.replace('return a', 'return c')}marker();\n`)).toEqual([]);
  });
  it('is high without a rebuild where all other code is published as the source has it', () => {
    const [release, rebuild] = [{ 'a.js': `${file}marker();\n` }, { 'a.js': file }];
    const plain = { release, rebuild, rebuilt: false, accounted: { 'b.js': 'x', 'README.md': 'x' } };
    expect(severities(codeInserted, plain)).toEqual([['a.js', 'high']]);
  });
  it('is no alarm for the wrapper of another module format', () => {
    const wrapped = `define(["require", "exports"], function (require, exports) {\n${file}});\n`;
    expect(ofChange(codeInserted, file, wrapped)).toEqual(['medium']);
  });
  it('says nothing of a stub that a build fills in', () => {
    expect(ofChange(codeInserted, 'start();\n', 'start();\nmarker();\n')).toEqual([]);
  });
});
