import { readMembers, textAt } from '../../bench/tamperings/members.js';
import type { Honest } from '../../bench/tamperings/tampering.js';
import { comparedEntry, result } from './result.js';
import { npmTarball } from './tarball.js';

const minified = `!function(){"use strict";${'var a=function(n){return n>1?a(n-1)*n:1};if(a(3)>2){console.log(a(4))}'.repeat(30)}}();\n`;

const map = {
  version: 3,
  sources: ['../src/index.ts'],
  sourcesContent: ['export {};'],
  mappings: 'AAAA,SAAS;AACT,CAAC',
};

/** A release with one of everything that a shape may need. */
export const usualFiles: Record<string, string | object> = {
  'package.json': {
    name: 'tiny',
    version: '1.2.3',
    main: 'index.js',
    files: ['lib'],
    scripts: { test: 'node test.js' },
    dependencies: { other: '^1.0.0' },
    devDependencies: { tool: '^2.0.0' },
  },
  'index.js':
    "'use strict';\nconst { join } = require('path');\nconst add = require('./lib/add.js');\n\nfunction main(left, right) {\n  if (left === 0) return right;\n  return add(left, right) + join('a', 'b').length;\n}\n\nmodule.exports = main;\n",
  'lib/add.js':
    'function add(left, right) {\n  if (left > 10 && right !== 2) throw new Error("too much");\n  return left + right;\n}\nmodule.exports = add;\nmodule.exports.version = "1.2.2";\nvar settings = { version: "1.2.2" };\nmodule.exports.settings = settings;\n',
  'lib/vendor/known.js': "exports.known = (value) => value.trim() === 'known';\n",
  'esm/index.mjs':
    "import { join } from 'node:path';\nexport const both = (left, right) => join(left, right);\n",
  'dist/tiny.min.js': minified,
  'dist/tiny.js.map': map,
  'index.d.ts': 'export default function main(left: number, right: number): number;\n',
  'data/words.json': { first: 'word', second: 'other' },
  'build.sh': 'set -e\nnode index.js\n',
  'README.md': '# tiny\n\nSmall.\n\nUse it.\n',
  'CHANGELOG.md': '# 1.2.3\n\n- first\n',
  LICENSE: 'MIT\n',
};

/** An honest release of these files, wholly accounted for: `built` by a rebuild, the rest by its source. */
export async function honestOf(
  files: Record<string, string | object> = usualFiles,
  { built = [] }: { built?: readonly string[] } = {},
): Promise<Honest> {
  const members = await readMembers(npmTarball(files));
  const entries = Object.keys(files).map((path) =>
    comparedEntry(path, built.includes(path) ? { evidence: { kind: 'rebuild', plan: 'd'.repeat(64) } } : {}),
  );
  return {
    members,
    manifest: JSON.parse(textAt(members, 'package.json')),
    result: result({ comparison: { entries, missing: [], bytes: 0, notRead: [] } }),
  };
}
