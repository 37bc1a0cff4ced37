/**
 * One changed token in a script of nine megabytes: how long the report takes, what memory it needs, and whether the token is what it
 * shows. The tarball is fetched and packed by the user's own npm configuration.
 *
 *   npm run bench:compare-token
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pacote from 'pacote';
import { difference } from '../src/compare/difference/index.js';
import { defaultCompareLimits } from '../src/compare/limits.js';
import { npmConfiguration } from '../src/npm/configuration.js';
