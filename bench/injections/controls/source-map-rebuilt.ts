import { latin1, rewritten, textAt } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

interface SourceMap {
  sources: string[];
  sourcesContent?: string[];
  mappings: string;
}

/** What another folder or another version of a tool writes. */
const rebuilds: readonly ((map: SourceMap) => SourceMap)[] = [
  (map) => ({ ...map, sources: map.sources.map((path) => `../${path}`) }),
  (map) => ({
    ...map,
    sources: map.sources.map((path) => `webpack:///${path.replace(/^(?:\.*\/)+/, './')}`),
  }),
  ({ sourcesContent, ...map }) =>
    sourcesContent === undefined ? { ...map, sources: map.sources.map((path) => `./${path}`) } : map,
  (map) => ({ ...map, mappings: map.mappings.replace(/,[A-Za-z0-9+/]+(?=;|$)/, '') }),
];

/** A source map of another build of the same code. */
export const sourceMapRebuilt = defineShape({
  id: 'source-map-rebuilt',
  kind: 'control',
  like: 'builds in another folder, bundlers of another version',
  needs: 'source maps',
  apply(honest, random) {
    for (const path of random.shuffle(matching(honest, /\.map$/))) {
      const map = JSON.parse(Buffer.from(textAt(honest.members, path), 'latin1').toString('utf8'));
      if (!Array.isArray(map.sources)) continue;
      const rebuilt = random.pick(rebuilds)!(map);
      return { members: rewritten(honest.members, path, latin1(JSON.stringify(rebuilt))), paths: [path] };
    }
    return null;
  },
});
