import { defineCause, type Facts } from '../cause.js';
import { lineEdits, manifestLine } from '../edits.js';

const scripts = ['build', 'prepare', 'prepack', 'prepublishOnly'];

export const leftOverFile = defineCause({
  name: 'left-over-file',
  title: 'a file of an earlier build was still there',
  recognise({ path, against, before, now }, { workTree, tracked, previous }) {
    if (against !== 'release' || before !== null || now === null || tracked(path)) return null;
    if (workTree?.isOlder(path) && !workTree.changed.has(path))
      return {
        proof: 'bytes',
        detail: `${path} was there before the package was packed, and no build makes it`,
      };
    if (previous?.get(path) === now.sha256)
      return {
        proof: 'likely',
        detail: `${path} is in the release before with the same bytes, and no build makes it`,
      };
    return null;
  },
  fix({ paths }, facts) {
    const folders = [
      ...new Set(paths.filter((path) => path.includes('/')).map((path) => path.split('/')[0]!)),
    ];
    const own = folders.filter((folder) => /^[\w.-]+$/.test(folder) && !facts.tracked(`${folder}/`));
    return {
      text: `Empty ${folders.length === 0 ? 'the output folder' : folders.join(', ')} before each build, and build in a clean clone.`,
      edits: own.length === 1 ? cleaning(own[0]!, facts) : [],
    };
  },
});

/** Lets the script that builds begin with an empty folder. */
function cleaning(folder: string, facts: Facts) {
  const [place] = scripts.flatMap((script) => manifestLine(facts, new RegExp(`^\\s*"${script}"\\s*:\\s*"`)));
  if (place === undefined) return [];
  const clean = `node -e \\"fs.rmSync('${folder}', { recursive: true, force: true })\\" && `;
  return lineEdits([place], facts, (line) =>
    line.replace(/^(\s*"[\w:-]+"\s*:\s*")/, (start) => start + clean),
  );
}
