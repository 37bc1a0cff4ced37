import { readFile } from 'node:fs/promises';
import { ownFile } from '../config/own-file.js';
import { summaries } from './normalizer-index.js';
import { everySignal } from './signal-index.js';
import { verdictTitles } from './verdict-titles.js';

/** A page of docs/ that explains one word of a report. */
export interface Page {
  name: string;
  kind: 'verdict' | 'signal' | 'normalizer';
  title: string;
  /** Below reprove's own folder. */
  file: string;
}

/** Every word that `reprove explain` knows. */
export const pages: readonly Page[] = [
  ...Object.entries(verdictTitles).map(
    ([name, title]): Page => ({ name, kind: 'verdict', title, file: 'docs/verdicts.md' }),
  ),
  ...everySignal.map(
    ({ id, title }): Page => ({ name: id, kind: 'signal', title, file: `docs/signals/${id}.md` }),
  ),
  ...summaries.map(
    ({ name, makesEqual }): Page => ({
      name,
      kind: 'normalizer',
      title: makesEqual,
      file: `docs/normalizers/${name}.md`,
    }),
  ),
];

/** Text of a page; `file` is one of ours. */
export const readPage = (file: string): Promise<string> => readFile(ownFile(file), 'utf8');
