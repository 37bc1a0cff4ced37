import type { Check } from '../check.js';
import { branchNotAllowed } from './branch-not-allowed.js';
import { commitNotPushed } from './commit-not-pushed.js';
import { fileByAccident } from './file-by-accident.js';
import { lockfileOutOfStep } from './lockfile-out-of-step.js';
import { publishedAlready } from './published-already.js';
import { repositoryDiffers } from './repository-differs.js';
import { secretInFile } from './secret-in-file.js';
import { tagElsewhere } from './tag-elsewhere.js';
import { tagMissing } from './tag-missing.js';
import { treeNotClean } from './tree-not-clean.js';
import { versionNotTag } from './version-not-tag.js';

/** What every release is held to before it is published. */
export const checks: readonly Check[] = [
  treeNotClean,
  commitNotPushed,
  branchNotAllowed,
  tagMissing,
  tagElsewhere,
  versionNotTag,
  repositoryDiffers,
  lockfileOutOfStep,
  publishedAlready,
  fileByAccident,
  secretInFile,
];
