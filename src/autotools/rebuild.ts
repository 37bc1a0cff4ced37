import { unexplainedEntries } from '../compare/accounts.js';
import { nothingRebuilt } from '../nothing-rebuilt.js';
import type { RebuildingInput, Rebuilds } from '../rebuilding.js';

/**
 * Generated files made again. Nothing does so yet: what needs it is told, and counts as nothing.
 */
export async function rebuildTarball({ accounts }: RebuildingInput): Promise<Rebuilds> {
  const left = unexplainedEntries(accounts).length;
  return {
    ...nothingRebuilt(accounts),
    obstacle: {
      stage: 'rebuild',
      reason: 'not-regenerated',
      message: `${left} files are not in the tag, and nothing regenerates them yet`,
      hint: 'compare with the archive of the tag that the code host makes',
      give: ['source', 'ref'],
      failed: null,
      environment: false,
    },
  };
}
