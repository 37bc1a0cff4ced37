import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addedText, plainText } from '../../../src/judge/added-text.js';

const lines = ["'use strict';", 'function a() {', '  return 1;', '}', 'module.exports = a;', ''];
const file = lines.join('\n');
const piecesOf = (release: string, counterpart = file) => {
  const added = addedText(release, counterpart);
  return added && [added.relation, ...added.pieces.map(({ text, line }) => `${line}: ${text.trim()}`)];
};

describe('addedText', () => {
  it('finds what was put in at one place', () => {
    expect(piecesOf(`${file}evil();\n`)).toEqual(['inserted', '6: evil();']);
    expect(piecesOf(`evil();\n${file}`)).toEqual(['inserted', '1: evil();']);
    expect(piecesOf(file.replace('return 1;', 'return 1;      evil();'))).toEqual(['inserted', '3: evil();']);
  });
  it('begins where a statement does, though its first characters are those of what follows', () => {
    expect(piecesOf('a();\nfunction x() {}\nfunction y() {}\n', 'a();\nfunction y() {}\n')).toEqual([
      'inserted',
      '2: function x() {}',
    ]);
    expect(piecesOf('a();function x(){}function y(){}', 'a();function y(){}')).toEqual([
      'inserted',
      '1: function x(){}',
    ]);
  });
  it('finds what was put in at several places', () => {
    expect(piecesOf(`x();\n${file.replace('}\n', '}\ny();\n')}`)).toEqual(['inserted', '1: x();', '6: y();']);
  });
  it('begins at the first character, though that is a line end and something was rewritten', () => {
    const added = addedText('\nevil();\nb();\nd();\n', 'b();\nc();\n');
    expect(added?.relation).toBe('rewritten');
    expect(added?.pieces.map(({ text, line, at }) => [text, line, at])).toEqual([
      ['evil();\n', 2, 1],
      ['d();\n', 4, 14],
    ]);
  });
  it('finds several insertions of which the first is before a first line that is empty', () => {
    expect(piecesOf('\nevil();\nb();\nd();\nc();\n', 'b();\nc();\n')).toEqual([
      'inserted',
      '2: evil();',
      '4: d();',
    ]);
  });
  it('passes over stamped numbers, line ends and layout', () => {
    const before = 'const version = "0.0.0";\nb();\nc();\n';
    expect(piecesOf('const version = "1.2.3";\nb();\n\n  c();\n', before)).toBeNull();
    expect(piecesOf('const version = "1.2.3";\nb();\nevil();\nc();\n', before)).toEqual([
      'inserted',
      '3: evil();',
    ]);
    expect(plainText(Buffer.from('\ufeffa\r\nb\rc'))).toBe('a\nb\nc');
  });
  it('takes a file for rewritten where something of the counterpart is gone', () => {
    expect(piecesOf(file.replace('return 1', 'return two'))).toEqual(['rewritten', '3: return two;']);
  });
  it('says nothing of what was only removed', () => {
    expect(piecesOf(lines.slice(1).join('\n'))).toBeNull();
  });
  it('cuts one long line at its statements', () => {
    const minified = 'x(1);y(2);function z(){return 3}'.repeat(50);
    const release = `a();${minified}b();${minified}c();`;
    expect(piecesOf(release, minified + minified)).toEqual(['inserted', '1: a();', '1: b();', '1: c();']);
  });
  it('never takes an insertion for anything else, wherever it is made', () => {
    const statement = fc.constantFrom('a();', 'let b = 2;', '}', 'if (c) {', '', 'return d;', '// e');
    fc.assert(
      fc.property(fc.array(statement), fc.array(statement), (head, tail) => {
        const before = [...head, ...tail].join('\n');
        const after = [...head, 'payload("x");', ...tail].join('\n');
        const added = addedText(after, before);
        expect(added?.relation).toBe('inserted');
        expect(added?.pieces.map(({ text }) => text).join('')).toContain('payload("x");');
      }),
    );
  });
  it('is linear on lines that are all alike', () => {
    const many = 'a\n'.repeat(50_000);
    expect(addedText(`b\n${many}c\n${many}`, `${many}${many}d\n`)?.relation).toBe('rewritten');
  });
});
