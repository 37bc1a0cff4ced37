import { defineCause, varied } from '../cause.js';

export const network = defineCause({
  name: 'network',
  title: 'the build asks the network',
  recognise: varied('network'),
  signs: /\bfetch\(|https?\.(?:get|request)\(|\baxios\b|\bcurl\b|\bwget\b|\bnpx\b|npm (?:view|info|install)/,
  byTools: true,
  fix: () => ({
    text: 'Put what is downloaded into the repository or among the dependencies, with its digest.',
    edits: [],
  }),
});
