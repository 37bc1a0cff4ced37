import { added } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

const heads = [
  `\x7fELF\x02\x01\x01${'\0'.repeat(9)}\x03\0\x3e\0`,
  `\xcf\xfa\xed\xfe\x07\0\0\x01\x03\0\0\0\x02\0\0\0`,
  `MZ\x90\0${'\0'.repeat(56)}\x40\0\0\0PE\0\0`,
];

/** A program of machine code, with or without an ending that says so. */
export const nativeAdded = defineShape({
  id: 'native-added',
  kind: 'code-adding',
  like: 'react-grid-layout 1.5.3 (ip_fetcher), coa 2.0.3',
  apply(honest, random) {
    const path = freePath(honest, random, [
      'ip_fetcher',
      'build/Release/addon.node',
      'bin/helper.exe',
      'prebuilds/linux-x64/node.napi.node',
      'assets/logo.png',
    ]);
    if (path === undefined) return null;
    return { members: added(honest.members, path, `${random.pick(heads)} inert marker\0`), paths: [path] };
  },
});
