import { posix } from 'node:path';
import type { SourceFacts } from './source-facts.js';
import { isBounded, isRange } from './versions.js';

/** What a place in the source says about the node version to use. */
export interface NodePin {
  /** Exact version, range, or alias such as `lts/hydrogen`; never longer than a line. */
  wanted: string;
  /** Where it says so. */
  place: string;
}

/** Pins of the source, strongest first: manifests and pin files nearest to the package, then the job that publishes. */
export function nodePins(facts: SourceFacts): NodePin[] {
  return [...facts.folders.flatMap((folder) => pinsIn(facts, folder)), ...publishingPins(facts)].filter(
    ({ wanted }) => wanted !== '' && wanted.length <= 100 && (isAlias(wanted) || isRange(wanted)),
  );
}

/** Versions that jobs which do not publish test with: what the source is known to work on. */
export function testedVersions(facts: SourceFacts): NodePin[] {
  return facts.jobs
    .filter(({ publishes }) => !publishes)
    .flatMap(({ place, node }) => node.map((wanted) => ({ wanted, place })))
    .filter(({ wanted }) => isBounded(wanted));
}

function pinsIn({ input, manifests }: SourceFacts, folder: string): NodePin[] {
  const manifest = manifests.get(folder);
  const at = (name: string) => posix.join(folder, name);
  const line = (name: string) => input.files.get(at(name))?.slice(0, 4_096) ?? '';
  const pins: NodePin[] = [];
  for (const { name, version } of manifest?.devEngines.runtime ?? []) {
    if (name === 'node')
      pins.push({ wanted: version.trim(), place: `devEngines.runtime of ${at('package.json')}` });
  }
  const volta = manifest?.volta.get('node');
  if (volta !== undefined) pins.push({ wanted: volta.trim(), place: `volta in ${at('package.json')}` });
  for (const name of ['.nvmrc', '.node-version']) {
    pins.push({ wanted: firstLine(line(name)), place: at(name) });
  }
  const tool = /^(?:nodejs|node)[ \t]+(\S+)/m.exec(line('.tool-versions'))?.[1] ?? '';
  pins.push({ wanted: tool, place: at('.tool-versions') });
  return pins;
}

/** A publishing job pins node when it names one version; a matrix there says what is tested. */
function publishingPins({ jobs }: SourceFacts): NodePin[] {
  return jobs
    .filter(({ publishes, node }) => publishes && new Set(node).size === 1)
    .map(({ place, node }) => ({ wanted: node[0]!, place: `setup-node in ${place}` }));
}

function isAlias(wanted: string): boolean {
  return /^(?:lts\/(?:\*|-\d|[a-z]+)|node|stable|latest|current)$/i.test(wanted);
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .find((line) => line !== '') ?? ''
  );
}
