import { inside } from '../../sandbox/layout.js';
import { defineNormalizer } from '../normalizer.js';
import { isBinary, isTextByName } from './text-kinds.js';

/**
 * A folder in which people and CI services keep their checkouts. One that anybody on a machine can write to, such as `/tmp`, is not:
 * what loads code from there is no left-over of a build.
 */
const checkout =
  /^(?:\/Users|\/home|\/root|\/builds|\/github\/workspace)(?:\/(?!\.\.?(?:\/|$))[\w.@+-]+){1,20}$/;

const rebuilt = new RegExp(`(?<![\\w.@~/\\\\-])${inside.work}(?![\\w.-])`, 'g');

/**
 * The folder in which a build ran, as tools write it into their output. Wherever the rebuild has its own, the release has one and the
 * same other folder, and everything else is equal.
 */
export const builderPath = defineNormalizer({
  name: 'builder-path',
  version: 1,
  needsProof: true,
  makesEqual: "One folder of the publisher's, wherever the rebuild has the folder that it ran in.",
  mayHide: "That the file makes use of this folder on machines that have it, as it would of the rebuild's.",
  applies: isTextByName,
  normalize({ release, reference, against }) {
    if (against !== 'rebuild' || isBinary(release) || isBinary(reference)) return null;
    const [left, right] = [release.toString('latin1'), reference.toString('latin1')];
    const places = [...right.matchAll(rebuilt)].map(({ index }) => index);
    if (places.length === 0) return null;
    // Each place is longer by the same, so the lengths of the files tell that of the folder.
    const length = inside.work.length + (left.length - right.length) / places.length;
    const folder = left.slice(places[0], places[0]! + length);
    if (folder.length !== length || !checkout.test(folder)) return null;
    if (right.split(rebuilt).join(folder) !== left) return null;
    const times = places.length === 1 ? 'once' : `${places.length} times`;
    return { release: reference, reference, detail: `built in ${folder}, which the file names ${times}` };
  },
});
