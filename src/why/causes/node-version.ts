import { defineCause, varied } from '../cause.js';

export const nodeVersion = defineCause({
  name: 'node-version',
  title: 'the version of node decides what is built',
  recognise: varied('node-version'),
  signs: /process\.versions?\b|node --version|node -v\b/,
  byTools: true,
  fix: (_, { node, tracked, files }) => {
    const pinned = ['.nvmrc', '.node-version'].some((path) => tracked(path) || files.texts.has(path));
    return {
      text: `Pin node to one version (.nvmrc, volta or devEngines) and release with it, or leave its version out of what is built.`,
      edits: pinned ? [] : [{ path: '.nvmrc', line: null, before: null, after: node }],
    };
  },
});
