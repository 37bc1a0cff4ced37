import { writeFile } from 'node:fs/promises';
import { ownFile } from '../config/own-file.js';
import { schemaFiles } from './schema-files.js';

// Run by `npm run schema`; a unit test says when that is due.
for (const [path, text] of Object.entries(schemaFiles())) {
  await writeFile(ownFile(path), text);
}
