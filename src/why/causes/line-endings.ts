import { defineCause } from '../cause.js';

export const lineEndings = defineCause({
  name: 'line-endings',
  title: 'line ends are CRLF on one side',
  recognise({ against, changes, normalizations }) {
    if (against !== 'release') return null;
    if (normalizations.some(({ name }) => name === 'line-endings')) return { proof: 'bytes' };
    const covers = changes.filter(({ before, now }) => before !== now && bare(before) === bare(now));
    return covers.length === 0 ? null : { proof: 'bytes', covers };
  },
  fix(_, { files, tracked }) {
    const has = tracked('.gitattributes') || files.texts.has('.gitattributes');
    const after = '* text=auto eol=lf';
    return {
      text: 'Let git check text out with LF on every system (.gitattributes: `* text=auto eol=lf`), then `git rm --cached -r . && git reset --hard`.',
      edits: has ? [] : [{ path: '.gitattributes', line: null, before: null, after }],
    };
  },
});

const bare = (text: string): string => text.replace(/\r(?=\n|$)/g, '');
