import { defineCause, varied } from '../cause.js';
import { lineEdits } from '../edits.js';

export const locale = defineCause({
  name: 'locale',
  title: 'the locale of the machine decides order or form',
  recognise: varied('locale'),
  signs:
    /\.localeCompare\(|\.toLocale\w+\(|\bIntl\.\w+|process\.env\.(?:LANG|LC_ALL)|(?:^|[|`"'\s])sort(?:\s|$)(?!.*\()/,
  byTools: true,
  fix: ({ places }, facts) => ({
    text: "Name the locale (localeCompare(other, 'en'), new Intl.Collator('en')), compare with < and >, or set LC_ALL=C.UTF-8 for programs.",
    edits: lineEdits(places, facts, (line) =>
      line.replace(/\.localeCompare\(([\w.[\]]+)\)/g, (_, other: string) => `.localeCompare(${other}, 'en')`),
    ),
  }),
});
