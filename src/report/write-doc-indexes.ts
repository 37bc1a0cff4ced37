import { writeFile } from 'node:fs/promises';
import { ownFile } from '../config/own-file.js';
import { docIndexes } from './doc-indexes.js';

// Run by `npm run docs`; a unit test says when that is due.
for (const [path, text] of Object.entries(docIndexes())) {
  await writeFile(ownFile(path), text);
}
