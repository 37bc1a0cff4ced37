import { writeFile } from 'node:fs/promises';
import { schemaFiles } from './schema-files.js';
import { signalIndex } from './signal-index.js';

// Run by `npm run schema`; a unit test says when that is due.
for (const [path, text] of Object.entries({ ...schemaFiles(), ...signalIndex() })) {
  await writeFile(new URL(`../../${path}`, import.meta.url), text);
}
