import { accidents } from '../../gate/accidents.js';
import { defineCause } from '../cause.js';

export const accidentalFile = defineCause({
  name: 'accidental-file',
  title: 'a file that nobody means to publish',
  recognise({ path, against, before, now }) {
    if (against !== 'release' || before !== null || now === null) return null;
    const accident = accidents.find(({ is }) => is(path));
    return accident === undefined ? null : { proof: 'bytes', detail: `${path} is ${accident.what}` };
  },
  fix: () => ({
    text: 'Name what is published with `files` in package.json, or keep such files out with .npmignore, and pack in a clean clone.',
    edits: [],
  }),
});
