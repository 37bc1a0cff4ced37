import { defineNormalizer } from '../normalizer.js';
import { sameSourceMap } from '../source-map.js';

/** Source maps that say the same of every place and differ in where the sources lie. */
export const sourceMap = defineNormalizer({
  name: 'source-map',
  version: 1,
  needsProof: false,
  makesEqual:
    'Source maps with the same mappings and names: other folders before the same source files, another `sourceRoot` or `file`, source texts left out of the release or with other line ends.',
  mayHide:
    'Where a debugger looks for the sources, and that their text is missing. Other `mappings`, `names`, file names and texts, an added text and indexed maps are never made equal.',
  applies: (path) => /\.map$/i.test(path),
  normalize({ entry: { path }, release, reference }) {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.map$/i, '');
    const detail = sameSourceMap(release, reference, name);
    return detail === null ? null : { release: reference, reference, detail };
  },
});
