import { posix } from 'node:path';
import { added } from '../../tamperings/members.js';
import { scriptsOf } from '../../tamperings/tampering.js';
import { editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';
import { freePath, relative } from '../targets.js';

/** Data for tests that holds code, and a line that reads and runs it. */
export const payloadInData = defineShape({
  id: 'payload-in-data',
  kind: 'code-adding',
  like: 'flatmap-stream 0.1.1 (test/data.js), xz 5.6.0',
  apply(honest, random) {
    const data = freePath(honest, random, [
      'test/data.json',
      'tests/files/bad-corrupt.json',
      'fixtures/sample.json',
    ]);
    if (data === undefined) return null;
    const encoding = random.pick(['hex', 'base64'] as const)!;
    const hidden = Buffer.from(payload(random, false).repeat(8)).toString(encoding);
    const changed = editScript(honest, random, scriptsOf(honest), ({ body, module }, path) => {
      const read = module
        ? `process.getBuiltinModule('fs').readFileSync(new URL('${relative(path, data)}', import.meta.url), 'utf8')`
        : `require('fs').readFileSync(__dirname + '/${relative(path, data)}', 'utf8')`;
      const run = `\n;if (globalThis.__reprove_never === 'run') eval(Buffer.from(JSON.parse(${read})[0], '${encoding}').toString());`;
      return body[0] === undefined ? [] : [insertion(body[0].end, run)];
    });
    if (changed === null) return null;
    const content = `${JSON.stringify([hidden, posix.basename(data)])}\n`;
    return { members: added(changed.members, data, content), paths: [changed.path, data] };
  },
});
