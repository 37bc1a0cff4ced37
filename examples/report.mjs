// Verifies a release against its source alone and writes the report that people open in a browser.
import { writeFile } from 'node:fs/promises';
import { report, verify } from 'reprove';

const [spec = 'express@5.2.1', file = 'report.html', repository] = process.argv.slice(2);
const result = await verify(spec, {
  rebuild: false,
  ...(repository === undefined ? {} : { source: repository }),
});
await writeFile(file, await report(result, 'html'));
console.log(`${result.verdict.kind}: ${file}`);
