import { describe, expect, it } from 'vitest';
import { sameProgram } from '../../../../../src/compare/script/same-program.js';

type Case = [what: string, left: string, right: string, path?: string];

const sameness = (left: string, right: string, path = 'a.mjs') => {
  const [forth, back] = [sameProgram(left, right, path), sameProgram(right, left, path)];
  expect(back).toEqual(forth);
  return forth;
};

/** Both as the body of a function of strict mode, which goes nowhere. */
const inFunction = (body: string) => `(function () { 'use strict'; ${body} })();`;

describe('names of local bindings that differ consistently', () => {
  it.each<Case>([
    ['of variables', 'let a = 1; f(a)', 'let b = 1; f(b)'],
    ['of parameters', 'f((a, b) => a - b)', 'f((b, a) => b - a)'],
    ['where one shadows another', 'let a = 1; f((b) => b)', 'let a = 1; f((a) => a)'],
    [
      'of a function that is only called',
      'function a() {} a(); a`t`; a?.()',
      'function b() {} b(); b`t`; b?.()',
    ],
    ['of a function that calls itself', 'function a() { a() }', 'function b() { b() }'],
    ['of an arrow function that is only called', 'const a = () => 1; a()', 'const b = () => 1; b()'],
    ['of a function used before it is declared', 'a(); function a() {}', 'b(); function b() {}'],
    ['of imports', 'import {x as a, y} from "x"; f(a, y)', 'import {x as b, y} from "x"; f(b, y)'],
    ['of a default import', 'import a from "x"; f(a)', 'import b from "x"; f(b)'],
    ['of a namespace', 'import * as a from "x"; f(a.b)', 'import * as b from "x"; f(b.b)'],
    ['of what is exported by another name', 'let a = 1; export {a as x}', 'let b = 1; export {b as x}'],
    ['of what is exported as default', 'let a = 1; export default a', 'let b = 1; export default b'],
    ['of a caught error', 'try { f() } catch (a) { f(a) }', 'try { f() } catch (b) { f(b) }'],
    ['in loops', 'for (let a of f) f(a)', 'for (let b of f) f(b)'],
    ['in three heads', 'for (let a = 0, b; a < 1; a++) b = a', 'for (let b = 0, a; b < 1; b++) a = b'],
    [
      'in patterns',
      'let {x: a = 1, ...b} = f, [c] = f; f(a, b, c)',
      'let {x: b = 1, ...c} = f, [a] = f; f(b, c, a)',
    ],
    ['assigned to', 'let a; ({x: a, y: [a]} = f); a ??= 1', 'let b; ({x: b, y: [b]} = f); b ??= 1'],
    ['declared twice', inFunction('var a = 1; var a = 2; f(a)'), inFunction('var b = 1; var b = 2; f(b)')],
    [
      'of what a default sees, and the body another',
      'let x = 1; f((a = () => x) => { var b = 2; a(b) })',
      'let x = 1; f((a = () => x) => { var x = 2; a(x) })',
    ],
    ['hoisted', inFunction('f(a); { var a = 1 }'), inFunction('f(b); { var b = 1 }')],
    [
      'of a variable that is a parameter too',
      inFunction('(function (a) { var a; f(a) })'),
      inFunction('(function (b) { var b; f(b) })'),
    ],
    [
      'hidden in a switch',
      'let a = 1; switch (f) { case 1: let b = 2; f(b) } f(a)',
      'let a = 1; switch (f) { case 1: let a = 2; f(a) } f(a)',
    ],
    [
      'hidden by a caught error',
      'let a = 1; try { f() } catch (b) { f(b) } f(a)',
      'let a = 1; try { f() } catch (a) { f(a) } f(a)',
    ],
    [
      'hidden in a static block',
      'let a = 1; class A { static { var b = 2; f(b) } } f(a)',
      'let a = 1; class A { static { var a = 2; f(a) } } f(a)',
    ],
    [
      'that a function expression has too',
      'let a = 1; f(function x() {}, a)',
      'let x = 1; f(function x() {}, x)',
    ],
    [
      'of a function with a variable that is called stack',
      'function a() { let stack = 1; f(stack) } a()',
      'function b() { let stack = 1; f(stack) } b()',
    ],
    ['in a switch', 'switch (f) { case 1: let a = 1; f(a) }', 'switch (f) { case 1: let b = 1; f(b) }'],
    [
      'in a class',
      'class A { #p = 1; m(a) { return a.#p } static { let b = 1; f(b) } }',
      'class A { #p = 1; m(b) { return b.#p } static { let a = 1; f(a) } }',
    ],
    ['that properties have too', 'let a = 1; f({a: 1}.a, a)', 'let b = 1; f({a: 1}.a, b)'],
    ['in a CommonJS module that says it is one', 'const a = 1; f(a)', 'const b = 1; f(b)', 'a.cjs'],
    ['in a function of a script', inFunction('let a = 1; f(a)'), inFunction('let b = 1; f(b)'), 'a.js'],
    ['spelt with an escape', 'let a = 1; f(a)', 'let b = 1; f(\\u0062)'],
    ['in TypeScript', 'let a: X = f<X>(1); f(a as X)', 'let b: X = f<X>(1); f(b as X)', 'a.mts'],
    ['of types', 'type A<T> = T[]; f<A<1>>()', 'type B<U> = U[]; f<B<1>>()', 'a.mts'],
    [
      'of inferred types',
      'export type A<T> = T extends (infer U)[] ? U : T',
      'export type A<V> = V extends (infer W)[] ? W : V',
      'a.mts',
    ],
    [
      'of imported types',
      'import type {x as A} from "x"; f<A>()',
      'import type {x as B} from "x"; f<B>()',
      'a.mts',
    ],
    ['of mapped types', 'export type A = {[K in X]: K}', 'export type A = {[P in X]: P}', 'a.mts'],
    ['of keys', 'export type A = {[a: string]: 1}', 'export type A = {[b: string]: 1}', 'a.mts'],
    [
      'asked about',
      'export declare function f(a: 1): a is 1',
      'export declare function f(b: 1): b is 1',
      'a.d.ts',
    ],
    [
      'of declarations',
      'declare class A$1 {} declare function a(): A$1; export {A$1 as A, a as b}',
      'declare class A {} declare function b(): A; export {A, b}',
      'a.d.ts',
    ],
    [
      'of an interface',
      'interface A { x: A } export {A as X}',
      'interface B { x: B } export {B as X}',
      'a.d.ts',
    ],
    [
      'of overloads',
      'declare function a(x: 1): 1; declare function a(y: 2): 2; export default a',
      'declare function b(x: 1): 1; declare function b(z: 2): 2; export default b',
      'a.d.ts',
    ],
    [
      'of what members are named like',
      'let B = 1; enum A { B } f(A, B)',
      'let x = 1; enum A { B } f(A, x)',
      'a.mts',
    ],
    [
      'of a namespace that a parameter does not hide',
      'export {}; import * as A from "x"; export function f(A: A.B): A.C',
      'export {}; import * as X from "x"; export function f(A: X.B): X.C',
      'a.d.ts',
    ],
    [
      'of what a type asks about',
      'export {}; import * as A from "x"; export declare const f: typeof A.b.c',
      'export {}; import * as B from "x"; export declare const f: typeof B.b.c',
      'a.d.ts',
    ],
    [
      'of a member of a variable',
      'declare const a: 1; export declare const f: typeof a.b; export {}',
      'declare const c: 1; export declare const f: typeof c.b; export {}',
      'a.d.ts',
    ],
    [
      'of a namespace that a type does not hide',
      'import * as A from "x"; declare class C<A> implements A.B {} export {C}',
      'import * as X from "x"; declare class C<A> implements X.B {} export {C}',
      'a.d.ts',
    ],
    ['of an enumeration', 'enum A { B, C = B } f(A.B)', 'enum X { B, C = B } f(X.B)', 'a.mts'],
  ])('are those of the same program: %s', (_, left, right, path) => {
    expect(sameness(left, right, path)).toMatchObject({ names: true });
  });

  it('are told apart from another layout', () => {
    expect(sameness('let a=1; f({a})', 'let b=1; f({a: b})')).toEqual({ layout: true, names: true });
    expect(sameness('let ab=1; f(ab)', 'let b=1; f(b)')).toEqual({ layout: false, names: true });
    expect(sameness('let a=1; f(a)', 'let a = 1; f(a)')).toEqual({ layout: true, names: false });
    expect(sameness('f({a})', 'f({a: a})')).toEqual({ layout: true, names: false });
  });
});

describe('another name', () => {
  it.each<Case>([
    ['of a global', 'f(a)', 'f(b)'],
    ['of a global that is asked for its type', 'f(typeof a)', 'f(typeof b)'],
    ['of a global that is assigned to', 'a = 1', 'b = 1', 'a.js'],
    ['of a property', 'let a = {}; f(a.a)', 'let a = {}; f(a.b)'],
    ['of a property that goes with its variable', 'let a = 1; f({a})', 'let b = 1; f({b})'],
    ['of a property in a pattern', 'let {a} = f; f(a)', 'let {b} = f; f(b)'],
    ['of a method', 'f({a() {}})', 'f({b() {}})'],
    ['of a label', 'a: for (;;) break a', 'b: for (;;) break b'],
    ['of a private member', 'class A { #a; m() { this.#a } }', 'class A { #b; m() { this.#b } }'],
    ['of what is imported', 'import {a} from "x"; f(a)', 'import {b} from "x"; f(b)'],
    ['of what is exported', 'export const a = 1', 'export const b = 1'],
    ['of what is exported in a pattern', 'export const {x: a} = f', 'export const {x: b} = f'],
    ['of an exported function', 'export function a() {}', 'export function b() {}'],
    ['of what is exported by its name', 'let a = 1; export {a}', 'let b = 1; export {b}'],
    ['of what another module exports', 'export {a} from "x"', 'export {b} from "x"'],
    [
      'of what another module exports, where a variable is called so',
      'let a = 1; f(a); export {a as x} from "x"',
      'let b = 1; f(b); export {b as x} from "x"',
    ],
    ['of all that another module exports', 'export * as a from "x"', 'export * as b from "x"'],
    ['of a global variable', 'let a = 1; f(a)', 'let b = 1; f(b)', 'a.js'],
    [
      'of a global function',
      '"use strict"; function a() {} a()',
      '"use strict"; function b() {} b()',
      'a.js',
    ],
    ['of a global variable in a block', '{ var a = 1; f(a) }', '{ var b = 1; f(b) }', 'a.js'],
    ['of a new target', 'f(function () { new.target })', 'f(function () { new . meta })'],
    ['of an attribute', 'import a from "a" with {type: "json"}', 'import a from "a" with {kind: "json"}'],
  ])('that others can see is that of another program: %s', (_, left, right, path) => {
    expect(sameness(left, right, path)).toBeNull();
  });

  it.each<Case>([
    ['is that of another variable', 'let a = 1, b = 2; f(a)', 'let a = 1, b = 2; f(b)'],
    ['swaps two variables', 'let a = 1, b = 2; f(a, b)', 'let a = 1, b = 2; f(b, a)'],
    ['is another one in one place', 'let a = 1; f(a, a)', 'let b = 1; f(b, a)'],
    ['joins two variables', 'let a = 1; { let b = 2; f(a, b) }', 'let a = 1; { let a = 2; f(a, a) }'],
    [
      'joins two declarations',
      inFunction('var a = 1; var b = 2; f(a)'),
      inFunction('var a = 1; var a = 2; f(a)'),
    ],
    ['captures a global', 'f((a) => b)', 'f((b) => b)'],
    ['captures a global in a default', 'f((a, c = b) => c)', 'f((b, c = b) => c)'],
    ['captures a variable', 'let a = 1; f((b) => a + b)', 'let a = 1; f((a) => a + a)'],
    [
      'captures by hoisting',
      'let a = 1; f(function () { f(a); { var b } })',
      'let a = 1; f(function () { f(a); { var a } })',
    ],
    ['captures in a loop', 'let a = 1; for (let b of a) f(b)', 'let a = 1; for (let a of a) f(a)'],
    ['captures by a class', 'let a = 1; class A extends a {}', 'let A = 1; class A extends A {}'],
    [
      'is that of a parameter',
      inFunction('(function (a) { var b; f(a) })'),
      inFunction('(function (a) { var a; f(a) })'),
    ],
    [
      'is that of a parameter with a default',
      inFunction('(function (a = 1) { var b; f(b) })'),
      inFunction('(function (a = 1) { var a; f(a) })'),
    ],
    [
      'is that of the caught error',
      'try {} catch (a) { f(() => { var b = 1 }); var c = 1; f(a) }',
      'try {} catch (a) { f(() => { var b = 1 }); var a = 1; f(a) }',
    ],
    ['is declared where it may not be', 'let a = 1; { let b; { var c } }', 'let a = 1; { let b; { var b } }'],
    ['is that of a caught error', 'try {} catch (a) { let b }', 'try {} catch (a) { let a }'],
    [
      'is the arguments',
      'f(function () { var a; f(a) })',
      'f(function () { var arguments; f(arguments) })',
      'a.js',
    ],
    [
      'captures the arguments',
      inFunction('let a; f(function () { f(a) })'),
      '(function () { let arguments; f(function () { f(arguments) }) })()',
      'a.js',
    ],
    ['is known to what reads exports', '((a) => { a.x = 1 })(f)', '((exports) => { exports.x = 1 })(f)'],
    ['is known to bundlers', 'f((a) => a("x"))', 'f((require) => require("x"))'],
    [
      'is another one than that of a function in a block',
      'f(function () { let x = 1; f(function () { { function x() {} } f(x) }) })',
      'f(function () { let z = 1; f(function () { { function x() {} } f(z) }) })',
      'a.js',
    ],
    [
      'is another one than that of a function in a branch',
      'f(function () { let x = 1; f(function () { if (f) function x() {} f(x) }) })',
      'f(function () { let z = 1; f(function () { if (f) function x() {} f(z) }) })',
      'a.js',
    ],
    [
      'is another one than that of a function behind a label',
      'f(function () { let x = 1; f(function () { y: function x() {} f(x) }) })',
      'f(function () { let z = 1; f(function () { y: function x() {} f(z) }) })',
      'a.js',
    ],
    [
      'is that of a function in a block',
      'f(function () { { function a() {} } a() })',
      'f(function () { { function b() {} } b() })',
      'a.js',
    ],
    [
      'is that of a function in a branch',
      'f(function () { if (f) function a() {} })',
      'f(function () { if (f) function b() {} })',
      'a.js',
    ],
    [
      'is that of a function behind a label',
      'f(function () { x: function a() {} })',
      'f(function () { x: function b() {} })',
      'a.js',
    ],
    ['is the prototype', 'f((a) => ({__proto__: a}))', 'f((__proto__) => ({__proto__}))'],
  ])('is that of another program where it %s', (_, left, right, path) => {
    expect(sameness(left, right, path)).toBeNull();
  });

  it.each<Case>([
    ['that is handed on', 'function a() {} f(a)', 'function b() {} f(b)'],
    ['that is constructed', 'function a() {} new a()', 'function b() {} new b()'],
    ['that has properties', 'function a() {} a.b()', 'function b() {} b.b()'],
    ['that is named after its variable', 'const a = () => 1; f(a)', 'const b = () => 1; f(b)'],
    ['that is assigned', 'let a; a = function () {}; a()', 'let b; b = function () {}; b()'],
    ['that is assigned where there is none', 'let a; f(a ??= () => 1)', 'let b; f(b ??= () => 1)'],
    ['that is a default', 'f((a = () => 1) => f(a))', 'f((b = () => 1) => f(b))'],
    ['that is a default in a pattern', 'f(({a: b = () => 1}) => f(b))', 'f(({a: c = () => 1}) => f(c))'],
    ['in parentheses', 'const a = (() => 1); f(a)', 'const b = (() => 1); f(b)'],
    ['as another type', 'const a = (() => 1) as X; f(a)', 'const b = (() => 1) as X; f(b)', 'a.mts'],
    ['with a name of its own', 'f(function a() {})', 'f(function b() {})'],
    ['by default', 'export default function a() {}', 'export default function b() {}'],
    ['that is exported', 'function a() {} export {a as x}', 'function b() {} export {b as x}'],
    [
      'that is declared in a catch',
      inFunction('try {} catch (a) { var a = () => 1; f(a) }'),
      inFunction('try {} catch (b) { var b = () => 1; f(b) }'),
    ],
    [
      'outside of strict mode',
      'f(() => { function a() {} a() })',
      'f(() => { function b() {} b() })',
      'a.js',
    ],
    [
      'that a stack tells of',
      'function a() { f(new Error().stack) } a()',
      'function b() { f(new Error().stack) } b()',
    ],
    [
      'that a stack tells of by a pattern',
      'function a() { const {stack} = f() } a()',
      'function b() { const {stack} = f() } b()',
    ],
    [
      'that a stack tells of by a string',
      'function a() { f(new Error()["stack"]) } a()',
      'function b() { f(new Error()["stack"]) } b()',
    ],
    ['that is a class', 'class A {} new A()', 'class B {} new B()'],
    ['that is a class with a name', 'f(class A {})', 'f(class B {})'],
    [
      'that is a class named after its variable',
      'const A = class {}; new A()',
      'const B = class {}; new B()',
    ],
  ])('of a function is seen: %s', (_, left, right, path) => {
    expect(sameness(left, right, path)).toBeNull();
  });

  it.each<Case>([
    ['eval', 'let a = 1; eval("a")', 'let b = 1; eval("a")'],
    ['the text of a function', 'f((a) => a).toString()', 'f((b) => b).toString()'],
    ['markup', 'export {}; let a = 1; f(<p>{a}</p>)', 'export {}; let b = 1; f(<p>{b}</p>)', 'a.jsx'],
    ['markup in TypeScript', 'export {}; let A = 1; f(<A/>)', 'export {}; let B = 1; f(<B/>)', 'a.tsx'],
    ['a decorator', 'let a = 1; @f(a) class A {}', 'let b = 1; @f(b) class A {}', 'a.mts'],
    [
      'a decorator of a parameter',
      'let a = 1; class A { m(@f(a) x) {} }',
      'let b = 1; class A { m(@f(b) x) {} }',
      'a.mts',
    ],
    ['a declared global', 'declare const a: 1; f(a)', 'declare const b: 1; f(b)', 'a.mts'],
    [
      'a declaration that hides a variable from types alone',
      'let a = 1; { declare let b: 1; f(b) }',
      'let b = 1; { declare let b: 1; f(b) }',
      'a.mts',
    ],
    ['a declared function', 'declare function a(): 1; a()', 'declare function b(): 1; b()', 'a.mts'],
    ['a namespace', 'let a = 1; namespace A { f(a) }', 'let b = 1; namespace A { f(b) }', 'a.mts'],
    [
      'an ambient module',
      'declare module "x" { type A = X<A> } export {}',
      'declare module "x" { type B = X<B> } export {}',
      'a.d.ts',
    ],
    [
      'what is declared global',
      'export {}; type A = 1; declare global { let x: A }',
      'export {}; type B = 1; declare global { let x: B }',
      'a.d.ts',
    ],
    [
      'an enumeration in two parts',
      'export {}; let a = 1; enum E { a } enum E { b = a }',
      'export {}; let c = 1; enum E { a } enum E { b = c }',
      'a.mts',
    ],
  ])('is never followed where there is %s', (_, left, right, path) => {
    expect(sameness(left, right, path)).toBeNull();
  });

  it.each<Case>([
    [
      'an inferred type in the other branch',
      'export type A<T> = T extends (infer U)[] ? 1 : X',
      'export type A<T> = T extends (infer X)[] ? 1 : X',
      'a.mts',
    ],
    [
      'an inferred type where it is inferred',
      'export type A<T> = T extends [infer U, X] ? 1 : 2',
      'export type A<T> = T extends [infer X, X] ? 1 : 2',
      'a.mts',
    ],
    [
      'a type that a variable hides',
      'export {}; type A = 1; f((a: A) => a)',
      'export {}; type A = 1; f((A: A) => A)',
      'a.mts',
    ],
  ])('is the same still: %s', (_, left, right, path) => {
    expect(sameness(left, right, path)).toMatchObject({ names: true });
  });

  it.each<Case>([
    [
      'of a type that is a global as a value',
      'import type {x as A} from "x"; f(A)',
      'import type {x as B} from "x"; f(B)',
    ],
    [
      'of one type that is a global as a value',
      'import {type x as A} from "x"; f(A)',
      'import {type x as B} from "x"; f(B)',
    ],
    ['of a type that is a variable too', 'type A = 1; f(A)', 'type B = 1; f(B)'],
    ['of a member', 'enum A { B, C = B } f(A)', 'enum A { X, C = X } f(A)'],
    [
      'of a member that is captured',
      'let x = 1; enum A { B, C = x } f(A)',
      'let B = 1; enum A { B, C = B } f(A)',
    ],
    [
      'of a parameter that is a property',
      'class A { constructor(private a: 1) {} }',
      'class A { constructor(private b: 1) {} }',
    ],
    ['of a property of a type', 'type A = {a: 1}', 'type A = {b: 1}'],
    ['of a part of a tuple', 'export type A = [a: 1]', 'export type A = [b: 1]'],
    ['of an unknown type', 'export type A = X', 'export type A = Y'],
    [
      'of a type parameter of an interface',
      'interface A<T> { x: T } export {A}',
      'interface A<U> { x: U } export {A}',
    ],
    [
      'of a type parameter of a class',
      'declare class A<T> { x: T } export {A}',
      'declare class A<U> { x: U } export {A}',
    ],
    [
      'of another type',
      'export {}; type A = 1; type B = 2; let x: A',
      'export {}; type A = 1; type B = 2; let x: B',
    ],
    [
      'of an inferred type',
      'export type A<T> = T extends (infer U)[] ? X : 1',
      'export type A<T> = T extends (infer X)[] ? X : 1',
    ],
    [
      'of a namespace that is no parameter',
      'export function f(A: A.B): void',
      'export function f(C: C.B): void',
      'a.d.ts',
    ],
    [
      'of a namespace that is imported on one side',
      'import * as A from "x"; export function f(A: A.B): void',
      'import * as A from "x"; export function f(C: C.B): void',
      'a.d.ts',
    ],
    ['of a mapped type', 'export type A = {[K in X]: Y}', 'export type A = {[Y in X]: Y}'],
    ['of a type in an import', 'export type A = import("x").B', 'export type A = import("x").C'],
    [
      'of a part of a name',
      'import * as a from "x"; export type A = a.B',
      'import * as a from "x"; export type A = a.C',
    ],
    [
      'of what is declared in a module that exports all of it',
      'export declare const a: 1; declare const b: 1',
      'export declare const a: 1; declare const c: 1',
      'a.d.ts',
    ],
    ['of what a script declares', 'declare const a: 1', 'declare const b: 1', 'a.d.ts'],
    ['of the global for browsers', 'export as namespace a', 'export as namespace b', 'a.d.ts'],
    [
      'of a value that a type may be',
      'import * as x from "x"; type A = 1; export function f(A: typeof x): void',
      'import * as x from "x"; type A = 1; export function f(A: typeof A): void',
      'a.d.ts',
    ],
  ])('in TypeScript is that of another program: %s', (_, left, right, path = 'a.mts') => {
    expect(sameness(left, right, path)).toBeNull();
  });
});
