import { writeFile } from 'node:fs/promises';
import { docIndexes } from './doc-indexes.js';

// Run by `npm run docs`; a unit test says when that is due.
for (const [path, text] of Object.entries(docIndexes())) {
  await writeFile(new URL(`../../${path}`, import.meta.url), text);
}
