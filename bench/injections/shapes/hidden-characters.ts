import { scriptsOf } from '../../tamperings/tampering.js';
import { editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';

/** Bytes as variation selectors, which nothing shows. */
const selectors = [...Buffer.from('globalThis.__reprove_marker = 1')]
  .map((byte) => String.fromCodePoint(0xe0100 + (byte & 15)))
  .join('');

/** Code that reads otherwise than it runs, or isn't seen at all. */
export const hiddenCharacters = defineShape({
  id: 'hidden-characters',
  kind: 'code-adding',
  like: 'GlassWorm, Trojan Source (CVE-2021-42574)',
  apply: (honest, random) =>
    editScript(honest, random, scriptsOf(honest), ({ body, module }) => {
      const statement = random.pick(body);
      const code = random.pick([
        `\n/* \u202e } \u2066if (admin)\u2069 \u2066 begin */ ${payload(random, module)}`,
        `\nvar \u3164 = 1; ${payload(random, module)}`,
        `\n;(function (s) { globalThis.__reprove_marker = s.length; })("${selectors}");`,
      ])!;
      return statement === undefined ? [] : [insertion(statement.end, code)];
    }),
});
