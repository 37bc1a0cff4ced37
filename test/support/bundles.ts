/** A module as it goes into a bundle. */
export interface Module {
  path: string;
  code: string;
}

/** Code of a module: long enough that a bundle of a few dozen is worth dividing. */
export const moduleCode = (name: string): string =>
  [
    `function ${name}Of(value, options) {`,
    `  const ratio = value / 2 / options.scale;`,
    `  if (/[/'"]${name}/.test(value)) return \`\${ratio}: \${options.label}\`;`,
    `  return { ${name}: value === options.${name}, ratio };`,
    '}',
    `const ${name}Default = ${name}Of("${name}", { scale: 4, label: '${name}' });`,
  ].join('\n');

/** `count` modules with different names and contents. */
export const modules = (count: number): Module[] =>
  Array.from({ length: count }, (_, at) => {
    const name = `part${String.fromCharCode(97 + (at % 26))}${at}`;
    return { path: `./src/${name}.js`, code: moduleCode(name) };
  });

const indented = (code: string): string => code.replace(/^(?=.)/gm, '  ');
/** One line, as minifiers print it. */
const oneLine = (code: string): string => code.replace(/\n\s*/g, '');

/** Parcel's ids come from the path of the module. */
const parcelId = (path: string): string => path.replace(/\W|src|js/g, '').slice(-5);

const runtime =
  'var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={exports:{}};return e[r](o),o.exports}';

/** A bundler, by the shape of its output. */
export interface Bundler {
  print(all: readonly Module[]): string;
  /** What its output tells of the module at a place: path, id, or no more than what the module declares. */
  names(module: Module, at: number): string[];
  /** Modules name others by numbers, so that what is added to a bundle changes all that follow. */
  linksByNumber?: true;
}

const byPath: Bundler['names'] = ({ path }) => [path];
const byShortPath: Bundler['names'] = ({ path }) => [path.slice(2)];
const byId: Bundler['names'] = ({ path }) => [parcelId(path)];
const byDeclaration: Bundler['names'] = ({ path }) => {
  const name = /(\w+)\.js$/.exec(path)![1];
  return [`function ${name}Of`, `${name}Default`];
};

/** Output of bundlers by its shape, written by hand: what each prints around modules and over them. */
export const bundlers: Readonly<Record<string, Bundler>> = {
  'webpack 1 to 3': {
    names: (_, at) => [`${at}`],
    print: (all) =>
      `(function(modules) { // webpackBootstrap\n${runtime}\nreturn n(0);\n})\n([\n${all
        .map(
          ({ code }, at) =>
            `/* ${at} */\n/***/ (function(module, exports, __webpack_require__) {\n\n${code}\n\n/***/ })`,
        )
        .join(',\n')}\n]);`,
  },
  'webpack 4': {
    names: byPath,
    print: (all) =>
      `(function(modules) { // webpackBootstrap\n${runtime}\nreturn n("./src/index.js");\n})({\n\n${all
        .map(
          ({ path, code }) =>
            `/***/ "${path}":\n/*!****!*\\\n  !*** ${path} ***!\n  \\****/\n/*! no static exports found */\n/***/ (function(module, exports) {\n\n${code}\n\n/***/ })`,
        )
        .join(',\n\n')}\n\n/******/ });`,
  },
  'webpack 5': {
    names: byPath,
    print: (all) =>
      `/******/ (() => { // webpackBootstrap\n/******/ \t"use strict";\n/******/ \tvar __webpack_modules__ = ({\n\n${all
        .map(({ path, code }) => `/***/ "${path}":\n/***/ ((module) => {\n\n${code}\n\n/***/ })`)
        .join(',\n\n')}\n\n/******/ \t});\n${runtime}\n/******/ })()\n;`,
  },
  'webpack 5, minified': {
    names: (_, at) => [`${at + 100}`],
    print: (all) =>
      `(()=>{"use strict";var e={${all
        .map(({ code }, at) => `${at + 100}:(e,t,n)=>{${oneLine(code)}}`)
        .join(',')}};${runtime}n(100)})();`,
  },
  'webpack 3, minified': {
    names: (_, at) => [`[${at}]`],
    print: (all) =>
      `!function(e){${runtime}n(0)}([${all.map(({ code }) => `function(e,t,n){${oneLine(code)}}`).join(',')}]);`,
  },
  'webpack, concatenated': {
    names: byPath,
    print: (all) =>
      `(() => {\n${all.map(({ path, code }) => `;// CONCATENATED MODULE: ${path}\n${code}`).join('\n')}\n})();`,
  },
  rollup: {
    names: byDeclaration,
    print: (all) =>
      `'use strict';\n\nObject.defineProperty(exports, '__esModule', { value: true });\n\n${all
        .map(({ code }) => code)
        .join('\n\n')}\n\nexports.part = partDefault;\n`,
  },
  'rollup, UMD': {
    names: byDeclaration,
    print: (all) =>
      `(function (global, factory) {\n  typeof exports === 'object' ? factory(exports) : factory((global.lib = {}));\n})(this, (function (exports) { 'use strict';\n\n${indented(
        all.map(({ code }) => code).join('\n\n'),
      )}\n\n}));\n`,
  },
  rolldown: {
    names: byShortPath,
    print: (all) =>
      all.map(({ path, code }) => `//#region ${path.slice(2)}\n${code}\n\n//#endregion\n`).join(''),
  },
  esbuild: {
    names: byShortPath,
    print: (all) =>
      `"use strict";\n(() => {\n  var __defProp = Object.defineProperty;\n\n${indented(
        all.map(({ path, code }) => `// ${path.slice(2)}\n${code}\n`).join('\n'),
      )}})();\n`,
  },
  'esbuild, CommonJS': {
    names: byShortPath,
    print: (all) =>
      `var __commonJS = (cb, mod) => function __require() { return mod; };\n\n${all
        .map(
          ({ path, code }) =>
            `// ${path.slice(2)}\nvar require_${path.replace(/\W/g, '_')} = __commonJS({\n  "${path.slice(2)}"(exports, module) {\n${indented(code)}\n  }\n});\n`,
        )
        .join('\n')}`,
  },
  'parcel 1': {
    names: byId,
    print: (all) =>
      `parcelRequire=(function (modules, cache, entry) {${runtime}})({${all
        .map(
          ({ path, code }) =>
            `"${parcelId(path)}":[function(require,module,exports) {\n${code}\n},{"./a":"b7"}]`,
        )
        .join(',')}},{},["q0"], null)`,
  },
  'parcel 2': {
    names: byId,
    print: (all) =>
      `(function(){\n${runtime}\n${all
        .map(
          ({ path, code }) =>
            `parcelRegister("${parcelId(path)}", function(module, exports) {\n${code}\n\n});`,
        )
        .join('\n')}\n})();`,
  },
  browserify: {
    names: (_, at) => [`${at + 1}`],
    linksByNumber: true,
    print: (all) =>
      `(function(){function r(e,n,t){${oneLine(runtime)}}return r})()({${all
        .map(({ code }, at) => `${at + 1}:[function(require,module,exports){\n${code}\n},{"./a":${at + 2}}]`)
        .join(',')}},{},[1]);\n`,
  },
  AMD: {
    names: byPath,
    print: (all) =>
      all
        .map(({ path, code }) => `define("${path}", ["require"], function (require) {\n${code}\n});`)
        .join('\n'),
  },
};
