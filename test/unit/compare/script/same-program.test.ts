import { describe, expect, it } from 'vitest';
import { sameProgram } from '../../../../src/compare/script/same-program.js';

const same = (left: string, right: string, path = 'a.js') => sameProgram(left, right, path) !== null;

describe('the same program', () => {
  it.each([
    ['layout', 'function f(a,b){return a+b}', 'function f(a, b) {\n  return a + b;\n}\n'],
    ['comments', '/* a */ f() // b\n', 'f()'],
    ['quotes', 'f(\'a\', "b")', 'f("a", \'b\')'],
    ['escapes', 'f("\\u0061")', 'f("a")'],
    ['parentheses', '(a + (b)) * c; x = (function () {})', '((a + b)) * (c); x = function () {}'],
    ['semicolons', 'a;;b', 'a\nb\n'],
    ['numbers', 'f(0x10, 1e3, .5, 1_000)', 'f(16, 1000, 0.5, 1000)'],
    ['keys', 'x = {"a": 1, b() {}}', "x = {a: 1, 'b'() {}}"],
    ['an escaped name', 'v\\u0061r1 = 1', 'var1 = 1'],
    ['directives in other quotes', "'use strict'; f()", '"use strict"; f()'],
    ['line ends', 'f(`a\r\nb`)', 'f(`a\nb`)'],
    ['types', 'let a : Array< string >', 'let a: Array<string>;', 'a.ts'],
    ['declarations', 'export declare const a: 1', '/** doc */\nexport declare const a: 1;', 'a.d.ts'],
    ['markup', 'x = <a b="c">t</a>', 'x = (\n<a b={"c"}>t</a>\n)', 'a.jsx', false],
    ['numbers asked for text', 'f(n.toString(16)) /* a */', 'f(n.toString(16))'],
  ] as [string, string, string, string?, boolean?][])(
    'in another form: %s',
    (_, left, right, path, is = true) => {
      expect(same(left, right, path)).toBe(is);
      expect(same(right, left, path)).toBe(is);
    },
  );

  it.each([
    ['a name', 'f(a)', 'f(b)'],
    ['a string', 'f("a")', 'f("b")'],
    ['a string that looks like it', 'f("a")', 'f("а")'],
    ['a property', 'a.b', 'a.c'],
    ['a computed property', 'a[b]', 'a.b'],
    ['a number', 'f(1)', 'f(2)'],
    ['the sign of zero', 'f(0)', 'f(-0)'],
    ['a number for a string', 'f(1)', 'f("1")'],
    ['a large number', 'f(1n)', 'f(1)'],
    ['a pattern', 'f(/a/)', 'f(/b/)'],
    ['flags', 'f(/a/g)', 'f(/a/)'],
    ['an operator', 'a == b', 'a === b'],
    ['order', 'a - b', 'b - a'],
    ['order of statements', 'a(); b()', 'b(); a()'],
    ['precedence', 'a * (b + c)', 'a * b + c'],
    ['grouping', 'a - (b - c)', 'a - b - c'],
    ['a default', 'function f(a = 1) {}', 'function f(a) {}'],
    ['async', 'async function f() {}', 'function f() {}'],
    ['a generator', 'function* f() {}', 'function f() {}'],
    ['a getter', 'x = {get a() {}}', 'x = {a() {}}'],
    ['a label', 'a: for (;;) break a', 'b: for (;;) break a'],
    ['a directive', '"use strict"; f()', 'f()'],
    ['a directive that is none', '"use strict"; f()', '("use strict"); f()'],
    ['a directive with an escape', '"use strict"; f()', '"use\\x20strict"; f()'],
    ['a first line', '#!/usr/bin/env node\nf()', 'f()'],
    ['another first line', '#!/usr/bin/env node\nf()', '#!/bin/sh\nf()'],
    ['text of a template', 'f(`a`)', 'f(`b`)'],
    ['raw text of a template', 'f(String.raw`\\u0061`)', 'f(String.raw`a`)'],
    ['half a character', 'f("\\ud800")', 'f("\\ud801")'],
    ['a line end that ends a statement', 'return1\n(a)', 'return1;(a)'],
    ['a line end after return', 'function f() { return\na }', 'function f() { return a }'],
    ['a chain', '(a?.b).c', 'a?.b.c'],
    ['what a call is of', '(0, a.b)()', '(a.b)()'],
    ['a prototype', 'x = {__proto__}', 'x = {__proto__: __proto__}'],
    ['a computed key', 'x = {[a]: 1}', 'x = {a: 1}'],
    ['the name of a function', '(a) = function () {}', 'a = function () {}'],
    ['an import', 'import a from "a"', 'import * as a from "a"'],
    ['attributes of an import', 'import a from "a" with {type: "json"}', 'import a from "a"'],
    ['what is exported', 'export {a}; let a', 'export {a as b}; let a'],
    ['a body that does nothing', 'if (a) ; f()', 'if (a) f()'],
    ['private names', 'class A { #a; f() { this.#a } }', 'class A { a; f() { this.a } }'],
    ['static', 'class A { static a = 1 }', 'class A { a = 1 }'],
    ['a hole', 'f([, a])', 'f([a])'],
    ['an empty statement list', 'f([,])', 'f([])'],
    ['await', 'async () => { await a }', 'async () => { a }'],
    ['let', 'let a = 1', 'var a = 1'],
    ['new', 'new A', 'A()'],
    ['a spread', 'f(...a)', 'f(a)'],
    ['space between tags', 'x = <a> b</a>', 'x = <a>b</a>', 'a.jsx'],
    ['a type', 'let a: string', 'let a: number', 'a.ts'],
    ['an optional member', 'interface A { a?: 1 }', 'interface A { a: 1 }', 'a.d.ts'],
    ['type only', 'import type {A} from "a"', 'import {A} from "a"', 'a.ts'],
  ] as [string, string, string, string?][])('is not with another %s', (_, left, right, path) => {
    expect(same(left, right, path)).toBe(false);
    expect(same(right, left, path)).toBe(false);
  });

  it.each([
    ['a pure call', '/* @__PURE__ */ f()', 'f()'],
    ['a pure call elsewhere', 'a = /* @__PURE__ */ f(g())', 'a = f(/* @__PURE__ */ g())'],
    ['the address of a map', 'f()\n//# sourceMappingURL=a.map', 'f()\n//# sourceMappingURL=b.map'],
    ['a chunk', 'import(/* webpackIgnore: true */ a)', 'import(a)'],
    ['vite', 'import(/* @vite-ignore */ a)', 'import(a)'],
    ['a reference', '/// <reference types="node" />\nf()', 'f()'],
    ['a check', '// @ts-ignore\nf()', 'f()'],
    ['a factory', '/** @jsx h */\nf()', 'f()'],
  ])('is not with another comment that tools obey: %s', (_, left, right) => {
    expect(same(left, right)).toBe(false);
    expect(same(left, left.replace(/\bf\b/g, 'f  '))).toBe(true);
  });

  it.each([
    ['eval', 'eval(a)'],
    ['eval by another name', 'e = eval; e(a)'],
    ['Function', 'new Function("a")()'],
    ['with', 'with (a) b'],
  ])('is never known with %s', (_, code) => {
    expect(same(`${code};`, `${code} ;`)).toBe(false);
  });

  it.each([
    'f.toString()',
    'Function.prototype.toString.call(f)',
    'String(f)',
    'f.toSource()',
    'f["toString"]()',
  ])('is not known to be with other comments where %s may give the text of a function', (code) => {
    const program = (comment: string) => `function f() { /*${comment}*/ } g(${code});`;
    expect(same(program('a'), program('b'))).toBe(false);
    expect(same(program('a'), program('a').replace(' } g', '\n}\ng'))).toBe(true);
  });

  it.each(['f(', 'return', '\0'])('is not %j, which is no program', (code) => {
    expect(same(code, code)).toBe(false);
  });
});
