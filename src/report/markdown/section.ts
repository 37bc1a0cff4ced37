import { grouped } from '../grouped.js';
/** A headed list. */
export interface Section {
  heading: string;
  /** Each a whole item, its first line with the list's mark. */
  items: string[];
  /** How many are in the result, where not all are items. */
  of?: number;
}

/** Characters of a report at most: an issue of GitHub takes 65,536. */
const mostCharacters = 60_000;

/** Room for the words that say what was left out. */
const reserve = 500;

/** Puts a report together from its head and as many items as there is room for; what is left out is counted. */
export function composed(head: string, sections: readonly Section[]): string {
  let text = head;
  for (const { heading, items, of = items.length } of sections) {
    if (of === 0) continue;
    const title = `\n\n### ${heading}\n`;
    let taken = 0;
    let body = '';
    for (const item of items) {
      if (text.length + title.length + body.length + item.length > mostCharacters - reserve) break;
      body += `\n${item}`;
      taken += 1;
    }
    const left = of - taken;
    const more = left > 0 ? `\n- … ${grouped(left)} more, in the JSON result` : '';
    if (text.length + title.length + body.length + more.length > mostCharacters) continue;
    text += `${title}${body}${more}`;
  }
  return `${text}\n`;
}
