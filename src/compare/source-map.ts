import { type Json, type JsonObject, parseStrictJson, writeJson } from './strict-json.js';

/** Fields that say where sources lie, and repeat them. Every other field is compared as it is: `mappings`, `names`, and what tools add. */
const ofSources = new Set(['file', 'sourceRoot', 'sources', 'sourcesContent']);

/** A folder as bundlers write it, `webpack://@scope/name/.` too: never an address on another host, and too little for a payload. */
const folder =
  /^(?:(?:webpack|webpack-internal|rollup|vite|turbopack|ng|file):\/{0,3})?(?:[A-Za-z]:)?[\w.@+~ -]*(?:\/[\w.@+~ -]*){0,40}$/;
const longestFolder = 300;
/** Folders that one map may have otherwise: its own sources, those of dependencies, and what a bundler invents. */
const mostFolders = 4;

const isFolder = (text: string) => text.length <= longestFolder && folder.test(text);

/**
 * Compares two source maps that map the same places to the same places: says what differs of where sources lie, or null when anything
 * else does, or one is no map. Sources keep their number, order and file names; of each only the folders before may differ, and only as a few
 * other folders do throughout. A text in `sourcesContent` may be left out of the release, or have other line ends, and none may be added or
 * changed. Maps of maps (`sections`) are not looked into.
 *
 * @param name - of the file that the map is of.
 */
export function sameSourceMap(release: Buffer, reference: Buffer, name: string): string | null {
  const [left, right] = [parseStrictJson(release)?.value, parseStrictJson(reference)?.value];
  if (!(left instanceof Map) || !(right instanceof Map)) return null;
  if (typeof left.get('mappings') !== 'string' || !sameOtherFields(left, right)) return null;
  const differences = [
    differenceOfFile(left.get('file'), right.get('file'), name),
    differenceOfRoot(left.get('sourceRoot'), right.get('sourceRoot')),
    differenceOfSources(left.get('sources'), right.get('sources')),
    differenceOfContent(left.get('sourcesContent'), right.get('sourcesContent')),
  ];
  if (differences.includes(null)) return null;
  const told = differences.filter((difference) => difference !== '');
  return told.length === 0 ? 'the same source map in another layout' : told.join('; ');
}

function sameOtherFields(left: JsonObject, right: JsonObject): boolean {
  return [...new Set([...left.keys(), ...right.keys()])].every((key) => {
    if (ofSources.has(key)) return true;
    const [ours, theirs] = [left.get(key), right.get(key)];
    return ours !== undefined && theirs !== undefined && writeJson(ours) === writeJson(theirs);
  });
}

/** Empty where there is no difference, null where there is one that nothing explains. */
type Explained = string | null;

const lastSegment = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function differenceOfFile(ours: Json | undefined, theirs: Json | undefined, name: string): Explained {
  if (ours === theirs) return '';
  const names = [ours, theirs].filter((file) => file !== undefined);
  const known = typeof theirs === 'string' ? lastSegment(theirs) : name;
  const areNames = names.every(
    (file) => typeof file === 'string' && isFolder(file) && [known, name].includes(lastSegment(file)),
  );
  return areNames ? `file ${told(ours)}, not ${told(theirs)}` : null;
}

function differenceOfRoot(ours: Json | undefined, theirs: Json | undefined): Explained {
  const [left, right] = [ours ?? '', theirs ?? ''];
  if (left === right) return '';
  const areFolders = [left, right].every((root) => typeof root === 'string' && isFolder(root));
  return areFolders ? `sourceRoot ${told(ours)}, not ${told(theirs)}` : null;
}

function differenceOfSources(ours: Json | undefined, theirs: Json | undefined): Explained {
  if (!Array.isArray(ours) || !Array.isArray(theirs) || ours.length !== theirs.length) return null;
  const moved = new Set<string>();
  for (const [at, source] of ours.entries()) {
    const other = theirs[at];
    if (source === other) continue;
    if (typeof source !== 'string' || typeof other !== 'string') return null;
    const folders = differingFolders(source, other);
    if (folders === null) return null;
    moved.add(folders);
    if (moved.size > mostFolders) return null;
  }
  return moved.size === 0 ? '' : `sources in other folders: ${[...moved].join(', ')}`;
}

/** The folders before the last segments that two paths share; null where they share no file name, or begin with no folder. */
function differingFolders(source: string, other: string): string | null {
  const [ours, theirs] = [source, other].map((path) => path.replaceAll('\\', '/').split('/')) as [
    string[],
    string[],
  ];
  let shared = 0;
  while (shared < Math.min(ours.length, theirs.length) && ours.at(-1 - shared) === theirs.at(-1 - shared))
    shared += 1;
  const heads = [ours, theirs].map((segments) => segments.slice(0, segments.length - shared).join('/'));
  if (shared === 0 || /^(?:\.{0,2}|.{200,})$/.test(ours.at(-1)!) || !heads.every(isFolder)) return null;
  return heads.map((head) => (head === '' ? './' : `${head}/`)).join(', not ');
}

function differenceOfContent(ours: Json | undefined, theirs: Json | undefined): Explained {
  const [left, right] = [ours ?? [], theirs ?? []];
  if (!Array.isArray(left) || !Array.isArray(right)) return null;
  if (left.length !== right.length && left.length !== 0) return null;
  const missing = right.some((text, at) => (left[at] ?? null) === null && text !== null);
  let lineEnds = false;
  for (const [at, text] of left.entries()) {
    if (text === null || text === right[at]) continue;
    if (typeof text !== 'string' || typeof right[at] !== 'string') return null;
    if (withLineFeeds(text) !== withLineFeeds(right[at])) return null;
    lineEnds = true;
  }
  const told = [
    missing ? 'sourcesContent without some texts' : '',
    lineEnds ? 'other line ends in sourcesContent' : '',
  ];
  return told.filter((part) => part !== '').join('; ');
}

const withLineFeeds = (text: string) => text.replace(/\r\n?/g, '\n');

const told = (value: Json | undefined) => (value === undefined ? '(none)' : writeJson(value));
