import { defineSignal } from '../../judge/signal.js';

/** Names in one message. */
const shown = 10;

/** Files of the tag that are not in the release. */
export const tagFilesMissing = defineSignal({
  id: 'tag-files-missing',
  title: 'Files of the tag that are not in the release',
  severity: 'info',
  looksAt: 'What the tag has, its `.gitattributes` do not keep out, and the release lacks.',
  detect({ comparison, missed }) {
    const missing = comparison.missing.flatMap(({ path, from }) =>
      from === 'source' && !missed.has(path) ? [path] : [],
    );
    if (missing.length === 0) return [];
    const more = missing.length > shown ? ` and ${missing.length - shown} more` : '';
    return [
      {
        path: null,
        message: `${missing.length} files of the tag are not in the release: ${missing.slice(0, shown).join(', ')}${more}`,
        substance: missing,
      },
    ];
  },
});
