import { readFileSync } from 'node:fs';
import { ownFile } from './config/own-file.js';

/** Version of reprove, from its own package.json. */
export const version: string = JSON.parse(readFileSync(ownFile('package.json'), 'utf8')).version;
