import type { Random } from '../../random.js';
import { scriptsOf } from '../../tamperings/tampering.js';
import { type Edit, editScript } from '../edit-script.js';
import { defineShape, type Shape } from '../shape.js';
import { type Place, placesIn, type Script } from '../syntax.js';

/** The ways to change what stands at one place of a script; none where this kind of change does not apply. */
export type Mutate = (place: Place, script: Script, random: Random) => readonly Edit[];

/** How many places of a script are tried: a change may turn out to mean the same, or not to parse. */
const attempts = 20;

/** A change at one place of one script, both left to chance among all where it applies. */
export function defineMutation(id: string, like: string, mutate: Mutate): Shape {
  return defineShape({
    id,
    kind: 'mutation',
    like,
    apply(honest, random) {
      const scripts = scriptsOf(honest);
      for (let attempt = 0; attempt < attempts; attempt++) {
        const mutated = editScript(honest, random, scripts, (script) => {
          const edits = placesIn(script).flatMap((place) => mutate(place, script, random));
          const edit = random.pick(edits);
          return edit === undefined ? [] : [edit];
        });
        if (mutated !== null) return mutated;
      }
      return null;
    },
  });
}
