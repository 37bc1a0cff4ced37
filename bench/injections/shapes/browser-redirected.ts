import { mapOf, scriptsOf, withManifest } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** Bundlers for browsers take another file in the place of one. */
export const browserRedirected = defineShape({
  id: 'browser-redirected',
  kind: 'change',
  like: 'code for browsers only',
  apply(honest, random) {
    const [from, to] = random.shuffle(scriptsOf(honest));
    if (from === undefined || to === undefined) return null;
    const browser =
      typeof honest.manifest.browser === 'string'
        ? `./${to}`
        : { ...mapOf(honest, 'browser'), [`./${from}`]: `./${to}` };
    return { members: withManifest(honest, { browser }), paths: ['package.json'] };
  },
});
