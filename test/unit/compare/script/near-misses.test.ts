import { describe, expect, it } from 'vitest';
import { sameProgram } from '../../../../src/compare/script/same-program.js';

const same = (left: string, right: string, path = 'a.js') => sameProgram(left, right, path) !== null;

describe('a program that looks much like another', () => {
  it.each<[what: string, left: string, right: string, path?: string]>([
    ['a kind of zero', 'f(0n)', 'f(0)'],
    ['a sum', 'f(0.1 + 0.2)', 'f(0.3)'],
    ['digits beyond a double', 'f(9007199254740993n)', 'f(9007199254740992n)'],
    ['a number too large for one', 'f(1e400)', 'f(Infinity)'],
    ['a number in a string of digits', 'f({1: 1})', 'f({"01": 1})'],
    ['sides of a comparison', 'a < b', 'b > a'],
    ['a comparison without type', 'a != b', 'a !== b'],
    ['a sign', '+a', 'a'],
    ['time of increment', 'a++', '++a'],
    ['an assignment', 'a += b', 'a = a + b'],
    ['an assignment that may not be', 'a ||= b', 'a = a || b'],
    ['nothing', 'f(void 0)', 'f(undefined)'],
    ['a default in a pattern', '({a = 1} = b)', '({a} = b)'],
    ['an async arrow', 'async (a) => a', '(a) => a'],
    ['a call of async', 'async(a)', 'async => (a)'],
    ['a generator method', 'x = {*a() {}}', 'x = {a() {}}'],
    ['a delegate', 'function* f() { yield* a }', 'function* f() { yield a }'],
    ['a setter', 'x = {set a(b) {}}', 'x = {a(b) {}}'],
    ['a static block', 'class A { static { f() } }', 'class A { static() { f() } }'],
    ['an accessor', 'class A { accessor a = 1 }', 'class A { accessor; a = 1 }', 'a.ts'],
    ['a field', 'class A { a }', 'class A { a() {} }'],
    ['heritage', 'class A extends null {}', 'class A {}'],
    ['a loop that ends', 'a: for (;;) b: for (;;) break a', 'a: for (;;) b: for (;;) break b'],
    ['a tagged template', 'f`a`', 'f(`a`)'],
    ['a continued line', 'f(String.raw`a\\\nb`)', 'f(String.raw`ab`)'],
    [
      'a value of an attribute',
      'import a from "a" with {type: "json"}',
      'import a from "a" with {type: "text"}',
    ],
    ['a phase', 'import source a from "a"', 'import a from "a"'],
    ['a deferred import', 'import defer * as a from "a"', 'import * as a from "a"'],
    ['a phase of a call', 'import.source("a")', 'import("a")'],
    ['options of an import', 'import("a", {with: {type: "json"}})', 'import("a")'],
    ['something of the module', 'f(import.meta.url)', 'f(import.meta.dirname)'],
    ['an import of nothing', 'import "a"', 'import {} from "a"', 'a.ts'],
    ['a name of all', 'export * as a from "a"', 'export * from "a"'],
    ['a default', 'export default (function () {})', 'export default function () {}'],
    ['a directive of a function', 'function f() { "use strict"; a() }', 'function f() { a() }'],
    ['a directive too late', '"use strict"; a()', 'a(); "use strict"'],
    ['a directive after nothing', '"use strict"; a()', '; "use strict"; a()'],
    ['a directive of another', '"use client"; f()', '"use server"; f()'],
    ['a chain that is called', '(a?.b)()', 'a?.b()'],
    ['a chain with an index', '(a?.[b]).c', 'a?.[b].c'],
    ['a chain in TypeScript', '(a?.b)!.c', 'a?.b!.c', 'a.ts'],
    ['an optional call', 'a?.(b)', 'a(b)'],
    ['an optional index', 'a?.[b]', 'a[b]'],
    ['a choice', 'a ?? (b || c)', '(a ?? b) || c'],
    ['a condition', '(a && b) || c', 'a && (b || c)'],
    ['a power', '(-x) ** 2', '-(x ** 2)'],
    ['a tower', '(a ** b) ** c', 'a ** b ** c'],
    ['a head', 'for (var a = (b in c);;);', 'for (var a in b, c);'],
    ['a loop over values', 'for (a of b);', 'for (a in b);'],
    ['a loop that waits', 'async () => { for await (a of b); }', 'async () => { for (a of b); }'],
    ['a variable called let', '(let)[a] = b', 'let [a] = b'],
    ['a sequence', 'f((a, b))', 'f(a, b)'],
    ['what is constructed', 'new (a())()', 'new a()()'],
    ['what is constructed of it', 'new (a.b().c)', 'new a.b().c'],
    ['a resource', 'using a = b', 'const a = b', 'a.mjs'],
    ['a caught error', 'try {} catch {}', 'try {} catch (a) {}'],
    ['an else', 'if (a) { if (b) c; } else d', 'if (a) { if (b) c; else d }'],
    ['a block', '{ a }', 'a'],
    ['a body', '() => ({})', '() => {}'],
    ['a case', 'switch (a) { case 1: b(); case 2: c() }', 'switch (a) { case 1: case 2: b(); c() }'],
    ['a pattern that matches the same', 'f(/\\u0061/)', 'f(/a/)'],
    [
      'a member of this',
      'class A { #a; f(b) { return #a in b } }',
      'class A { #a; f(b) { return "#a" in b } }',
    ],
    ['order of decorators', '@a @b class A {}', '@b @a class A {}', 'a.ts'],
    ['an enumeration', 'const enum A {B}', 'enum A {B}', 'a.ts'],
    ['what is there', 'declare class A {}', 'class A {}', 'a.ts'],
    ['an abstract class', 'abstract class A {}', 'class A {}', 'a.ts'],
    ['an abstract member', 'abstract class A { abstract a(): 1 }', 'abstract class A { a(): 1 }', 'a.d.ts'],
    ['accessibility', 'class A { private a = 1 }', 'class A { a = 1 }', 'a.ts'],
    ['readonly', 'class A { readonly a = 1 }', 'class A { a = 1 }', 'a.ts'],
    ['an override', 'class A extends B { override a() {} }', 'class A extends B { a() {} }', 'a.ts'],
    ['a declared field', 'class A { declare a: 1 }', 'class A { a: 1 }', 'a.ts'],
    [
      'a parameter that is a property',
      'class A { constructor(private a: 1) {} }',
      'class A { constructor(a: 1) {} }',
      'a.ts',
    ],
    ['an optional parameter', 'function f(a?: 1) {}', 'function f(a: 1) {}', 'a.ts'],
    [
      'order of overloads',
      'function f(a: 1): 1; function f(a: 2): 2; function f(a: any) {}',
      'function f(a: 2): 2; function f(a: 1): 1; function f(a: any) {}',
      'a.ts',
    ],
    ['an assertion', 'let a!: 1', 'let a: 1', 'a.ts'],
    ['a type that it satisfies', 'f(a satisfies B)', 'f(a as B)', 'a.ts'],
    ['a constant', 'f([1] as const)', 'f([1])', 'a.ts'],
    ['what is not null', 'f(a!)', 'f(a)', 'a.ts'],
    ['one type of an import', 'import {type A} from "a"', 'import {A} from "a"', 'a.ts'],
    ['types that are exported', 'export type {A} from "a"', 'export {A} from "a"', 'a.ts'],
    ['an import by require', 'import a = require("a")', 'import a from "a"', 'a.ts'],
    ['an ambient module', 'declare module "a" {}', 'declare module "b" {}', 'a.d.ts'],
    [
      'a global',
      'export {}; declare global { let a: 1 }',
      'export {}; declare namespace globals { let a: 1 }',
      'a.d.ts',
    ],
    ['an array', 'let a: readonly 1[]', 'let a: 1[]', 'a.d.ts'],
    ['variance', 'interface A<in T> {}', 'interface A<out T> {}', 'a.d.ts'],
    ['a getter of a type', 'interface A { get a(): 1 }', 'interface A { a(): 1 }', 'a.d.ts'],
    ['what is called', 'interface A { new (): 1 }', 'interface A { (): 1 }', 'a.d.ts'],
    ['an abstract constructor', 'type A = abstract new () => 1', 'type A = new () => 1', 'a.d.ts'],
    [
      'what a function asserts',
      'declare function f(a: 1): asserts a is 1',
      'declare function f(a: 1): a is 1',
      'a.d.ts',
    ],
    ['what is required', 'type A = {[K in B]?: 1}', 'type A = {[K in B]-?: 1}', 'a.d.ts'],
    [
      'how a type is imported',
      'type A = import("a", {with: {"resolution-mode": "import"}}).B',
      'type A = import("a").B',
      'a.d.ts',
    ],
    ['order of a union', 'type A = 1 | 2', 'type A = 2 | 1', 'a.d.ts'],
    ['grouped types', 'type A = (1 | 2)[]', 'type A = 1 | 2[]', 'a.d.ts'],
    ['a grouped function', 'type A = (() => 1) | 2', 'type A = () => 1 | 2', 'a.d.ts'],
    ['a default export', 'export default interface A {}', 'export interface A {}', 'a.d.ts'],
    ['a global for browsers', 'export as namespace a', 'export as namespace b', 'a.d.ts'],
  ])('is not the same with another %s', (_, left, right, path) => {
    expect(same(left, right, path)).toBe(false);
    expect(same(right, left, path)).toBe(false);
    // Not merely for want of a parser.
    expect([same(left, left, path), same(right, right, path)]).toEqual([true, true]);
  });

  it.each([
    ['after code', 'a <!-- b\nc'],
    ['at the start of a line', 'a\n--> b\nc'],
  ])('is not known with a comment as in HTML %s, which is none in a module', (_, code) => {
    expect(same(code, code)).toBe(false);
  });

  it.each([
    ['a < ! --b', 'a <! --b'],
    ['while (a-->b);', 'while (a-- > b);'],
    ['x = {await: 1}.await', 'x = {await : 1}.await'],
  ])('is the same with what only looks like that: %s', (left, right) => {
    expect(same(left, right)).toBe(true);
  });

  it('is not known with a variable that is called await, which is an operator in a module', () => {
    expect(same('await / a /g', 'await /a /g')).toBe(false);
  });
});
