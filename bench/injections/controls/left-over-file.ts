import { added } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** What is found in folders of people who publish; latin1. */
const files: Readonly<Record<string, string>> = {
  '.DS_Store': `\0\0\0\x01Bud1\0\0\x10\0\0\0\x08\0${'\0'.repeat(400)}`,
  'lib/.DS_Store': `\0\0\0\x01Bud1\0\0\x10\0\0\0\x08\0${'\0'.repeat(400)}`,
  'Thumbs.db': `\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${'\0'.repeat(400)}`,
  'yarn-error.log':
    'Arguments: \n  /usr/bin/node /usr/bin/yarn publish\n\nTrace: \n  Error: incorrect password\n',
  'npm-debug.log': "0 info it worked if it ends with ok\n1 verbose cli [ 'node', 'npm', 'publish' ]\n",
  'tsconfig.tsbuildinfo':
    '{"program":{"fileNames":["./src/index.ts"],"options":{"target":7}},"version":"4.9.5"}',
  '.README.md.swp': `b0VIM 8.2\0\0\0\0\x10\0\0${'\0'.repeat(400)}`,
  '.idea/workspace.xml': '<?xml version="1.0" encoding="UTF-8"?>\n<project version="4"></project>\n',
  'yarn.lock': '# yarn lockfile v1\n\n\n',
  '.eslintcache': '[{"size":1}]',
  'coverage/lcov.info': 'TN:\nSF:src/index.js\nend_of_record\n',
  '.editorconfig': 'root = true\n\n[*]\nindent_style = space\n',
};

/** A file that should not have been packed. */
export const leftOverFile = defineShape({
  id: 'left-over-file',
  kind: 'control',
  like: 'folders that were published as they were',
  apply(honest, random) {
    const path = freePath(honest, random, Object.keys(files));
    return path === undefined ? null : { members: added(honest.members, path, files[path]!), paths: [path] };
  },
});
