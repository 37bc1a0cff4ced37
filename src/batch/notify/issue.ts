import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { fenced } from '../../report/markdown/text.js';
import { defineChannel } from './channel.js';
import { linesOf, subjectOf } from './notification.js';

/** Characters; GitHub takes 65,536 in an issue. */
const longest = 60_000;

/** The body of an issue as a file, for `gh issue create --body-file`: the first line is what its title could be. */
export const issue = defineChannel<{ file: string }>({
  kind: 'issue',
  async send({ file }, notification, { folder }) {
    const path = resolve(folder, file);
    const there = await readFile(path, 'utf8').catch(() => null);
    if (there !== null && !there.startsWith('reprove: run '))
      throw new Error(`${file} is a file of somebody else`);
    const lines: string[] = [];
    let length = 0;
    for (const line of linesOf(notification)) {
      length += line.length + 1;
      if (length <= longest) lines.push(line);
    }
    const block = fenced('text', lines).replace(/^ {2}/gm, '');
    await writeFileAtomic(path, `${subjectOf(notification)}\n\n${block}\n`);
  },
});
