import { defineCause } from '../cause.js';
import { lineEdits, manifestLine } from '../edits.js';

export const unpinnedTool = defineCause({
  name: 'unpinned-tool',
  title: 'a tool that is not pinned was another version',
  recognise({ path, against, variations }, { byPackages, unpinned, otherVersions }) {
    // Asked of the release, and of a build with packages of another day.
    if (against === 'repeat' || variations.length > 0) return null;
    const found = byPackages.get(path);
    if (found === undefined || unpinned.length === 0) return null;
    const tools = unpinned.map(
      ({ name, range, built, other }) => `${name} ${range} is ${built} here, and ${other} ${otherVersions}`,
    );
    return {
      proof: found.asReleased || against === 'variation' ? 'experiment' : 'likely',
      detail: tools.slice(0, 5).join('; '),
    };
  },
  fix(_, facts) {
    const edits = facts.unpinned.flatMap(({ name, range, other }) => {
      const quoted = (text: string) => JSON.stringify(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const places = manifestLine(facts, new RegExp(`^\\s*${quoted(name)}\\s*:\\s*${quoted(range)}`));
      return lineEdits(places, facts, (line) => line.replace(`"${range}"`, () => `"${other}"`));
    });
    return {
      text: 'Commit a lockfile and install with `npm ci`, or name the exact version of what builds.',
      edits,
    };
  },
});
