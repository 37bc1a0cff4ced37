/**
 * The HTML report of a release with a large comparison: bytes, seconds to write it with `reprove report`, and milliseconds until Chromium
 * has it open. Exit 1 above 3 MB, 2 s or 1 s. The release is verified first, by the user's npm configuration; one without a source is not
 * compared with any, and has all its entries in the report.
 *
 *   npm run bench:html -- [spec…] [-- options of verify]
 */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { benchArguments } from './arguments.js';
import { cli, measure, median, verify } from './command.js';

const { specs, options } = benchArguments(['typescript@5.9.2']);
const most = { bytes: 3e6, writeSeconds: 2, openMilliseconds: 1_000 };
const runs = 5;

const folder = await mkdtemp(join(tmpdir(), 'reprove-html-'));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const spec of specs) {
    const { result } = await verify(spec, options);
    const path = join(folder, 'result.json');
    await writeFile(path, JSON.stringify(result));
    const [writing, opening]: [number[], number[]] = [[], []];
    let page = '';
    for (let run = 0; run < runs; run += 1) {
      const { seconds, stdout, stderr } = await measure(process.execPath, [
        cli,
        'report',
        path,
        '--format',
        'html',
      ]);
      if (!stdout.includes('</html>')) throw new Error(`no page was written: ${stderr}`);
      page = stdout;
      writing.push(seconds);
    }
    const file = join(folder, 'page.html');
    await writeFile(file, page);
    for (let run = 0; run < runs; run += 1) opening.push(await openedIn(file));
    const bytes = (await stat(file)).size;
    const [write, open] = [median(writing), median(opening)];
    const { entries } = result.archive;
    console.log(
      `${spec}  ${result.verdict.kind}  ${entries} entries, ${(await readFile(path)).length} bytes of JSON: ${(bytes / 1e6).toFixed(2)} MB (at most ${most.bytes / 1e6}), ` +
        `written in ${write.toFixed(2)} s (at most ${most.writeSeconds}), open in ${open.toFixed(0)} ms (at most ${most.openMilliseconds})`,
    );
    if (bytes > most.bytes || write > most.writeSeconds || open > most.openMilliseconds) process.exitCode = 1;
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}

/** Milliseconds from asking for a page until its load event is over. */
async function openedIn(file: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(`file://${file}`);
  const milliseconds = await page.evaluate<number>(
    'performance.getEntriesByType("navigation")[0].loadEventEnd',
  );
  await page.close();
  return milliseconds;
}
