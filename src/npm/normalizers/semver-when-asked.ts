import { createRequire } from 'node:module';
import type semver from 'semver';

const load = createRequire(import.meta.url);

/** Loaded when it is needed: two things that are merely compared name no versions, and reading 40 files takes longer than comparing many. */
export const semverWhenAsked = (): typeof semver => load('semver');
