import { defineCause } from '../cause.js';

export const umask = defineCause({
  name: 'umask',
  title: 'permissions depend on the umask of the machine',
  recognise({ against, variations, before, now, normalizations }) {
    if (against === 'variation') return variations.includes('umask') ? { proof: 'experiment' } : null;
    if (against !== 'release' || before === null || now === null) return null;
    const [ours, theirs] = [before.mode, now.mode];
    // What a umask takes or leaves are the rights of others and of the group; who may run a file is not among them.
    const isUmask = ours !== theirs && ((ours ^ theirs) & 0o700) === 0;
    const sameBytes = before.sha256 === now.sha256 || normalizations.some(({ name }) => name === 'mode-bits');
    if (!isUmask || !sameBytes) return null;
    return {
      proof: 'bytes',
      detail: `mode ${theirs.toString(8)} in the release, ${ours.toString(8)} when it is built`,
    };
  },
  signs: /\.mode\b|\bumask\b|\bchmod\b|\bstat(?:Sync)?\(/,
  byTools: true,
  fix: () => ({
    text: 'Run `umask 022` before building and packing, or set modes with chmod in the build.',
    edits: [],
  }),
});
