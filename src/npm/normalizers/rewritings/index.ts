import { binForm } from './bin-form.js';
import { hoistedField, spentPublishConfig } from './publish-config.js';
import { emptyMap, registryFields } from './registry-fields.js';
import { removedFields } from './removed-fields.js';
import { removedScripts } from './removed-scripts.js';
import type { Rewriting } from './rewriting.js';
import { stampedVersion } from './stamped-version.js';
import { workspaceRanges } from './workspace-ranges.js';

/** Everything that publishing is known to do to package.json; the first that explains a field is named. */
export const rewritings: readonly Rewriting[] = [
  stampedVersion,
  registryFields,
  emptyMap,
  removedFields,
  removedScripts,
  workspaceRanges,
  hoistedField,
  spentPublishConfig,
  binForm,
];
