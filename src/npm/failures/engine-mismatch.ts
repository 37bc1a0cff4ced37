import { defineFailure } from './define-failure.js';

/** Frames of node's own loader: a syntax error above them is in code that node was to run, not in code that a tool parses. */
const loading =
  /^\s+at (?:new Script|createScript|wrapSafe|Module\._compile|(?:Object\.)?exports\.runInThisContext|internalCompileFunction|compileSourceTextModule|(?:ESM|Module)Loader\b|checkSyntax)/;

/** A tool that this version of node is too old or too new for. */
export const engineMismatch = defineFailure('engine-mismatch', [
  { pattern: /\bEBADENGINE\b|ERR_PNPM_UNSUPPORTED_ENGINE|npm ERR! code ENOTSUP\b/ },
  { pattern: /The engine "(node|npm|yarn|pnpm)" is incompatible/ },
  { pattern: /(?:requires|needs) (?:at least |a )?(node(?:\.js)? (?:version )?[v>=^~]*\d[\d.x]*)/i },
  {
    pattern:
      /does not support (Node\.js v?\d+(?:\.\d+)*)|known not to (?:run|work) (?:on|with) (Node\.js v?\d+(?:\.\d+)*)/i,
  },
  // graceful-fs 3 on node 12 and later; OpenSSL 3 of node 17 and later against MD4; native modules of another node.
  { pattern: /\b(primordials) is not defined/ },
  { pattern: /(ERR_OSSL_EVP_UNSUPPORTED|digital envelope routines::unsupported)/ },
  { pattern: /was compiled against a different Node\.js version|(NODE_MODULE_VERSION \d+)/ },
  { pattern: /Node Sass does not yet support your current environment/ },
  // Newer code on an older node.
  { pattern: /SyntaxError: (.*)/, followedBy: loading },
  { pattern: /(?:Cannot find module|No such built-in module:) '?(node:[\w/]+)/ },
  { pattern: /(ERR_REQUIRE_ESM|ERR_UNKNOWN_BUILTIN_MODULE)/ },
  {
    pattern:
      /ReferenceError: (globalThis|structuredClone|AggregateError|WeakRef|FinalizationRegistry|BigInt|TextDecoder|TextEncoder|URL|AbortController|fetch|queueMicrotask|performance|crypto|ReadableStream|File|Blob) is not defined/,
  },
  {
    pattern:
      /TypeError: .{0,120}?\b(Object\.(?:fromEntries|entries|values|hasOwn|groupBy)|\w+\.(?:flat|flatMap|matchAll|replaceAll|at|findLast|toSorted|trimStart|trimEnd|padStart|padEnd)|util\.(?:promisify|parseArgs|styleText)|os\.availableParallelism|fs\.(?:rmSync|cpSync|opendirSync)|Promise\.(?:allSettled|any|withResolvers)|performance\.\w+) is not a function/,
  },
  { pattern: /node: bad option: (\S+)|(\S+) is not allowed in NODE_OPTIONS/ },
]);
