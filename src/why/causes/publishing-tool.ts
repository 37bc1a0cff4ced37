import { defineCause } from '../cause.js';

const names = ['package-json-publishing', 'package-json-order', 'json-layout'];

export const publishingTool = defineCause({
  name: 'publishing-tool',
  title: 'the tool that published it wrote package.json anew',
  recognise({ path, against, normalizations }) {
    if (against !== 'release' || path !== 'package.json') return null;
    const found = normalizations.filter(({ name }) => names.includes(name));
    return found.length === 0
      ? null
      : { proof: 'bytes', detail: found.map(({ detail }) => detail).join('; ') };
  },
  fix: () => ({
    text: 'Say in packageManager, or in the release workflow, what it is published with, or pack first and publish that tarball.',
    edits: [],
  }),
});
