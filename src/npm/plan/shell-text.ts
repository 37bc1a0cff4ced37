/** A command of a script with the operator that stands before it; '' for the first. */
export interface ShellPart {
  operator: '' | '&&' | '||' | ';';
  text: string;
}

const longest = 4_096;

/**
 * Splits the text of a script at its top level. Null for text with anything that this does not understand: substitutions,
 * subshells, blocks, background commands, here documents, several lines. Quotes are kept as they are.
 */
export function splitScript(script: string): ShellPart[] | null {
  const text = script.trim();
  if (text === '' || text.length > longest || /[`\n\r\0\\]|\$\(|<<|[(){}]/.test(unquoted(text) ?? '`'))
    return null;
  const parts: ShellPart[] = [];
  let operator: ShellPart['operator'] = '';
  let start = 0;
  let quote = '';
  for (let at = 0; at <= text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      continue;
    }
    if (character === '"' || character === "'") {
      quote = character;
      continue;
    }
    const found = at === text.length ? '' : operatorAt(text, at);
    if (found === null) continue;
    if (found === '&') return null;
    const part = text.slice(start, at).trim();
    if (part === '') return found === '' && operator === ';' ? parts : null;
    parts.push({ operator, text: part });
    if (found !== '') operator = found;
    at += Math.max(0, found.length - 1);
    start = at + 1;
  }
  return parts;
}

/** The words of a simple command without their quotes. Redirections and pipes stay as words. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''));
}

/** The text with what is in quotes left out, apart from substitutions inside double quotes; null for unbalanced quotes. */
function unquoted(text: string): string | null {
  const rest = text
    .replace(/'[^']*'/g, '')
    .replace(/"([^"]*)"/g, (_, inner: string) => (/[`\\]|\$\(/.test(inner) ? '`' : ''));
  return /["']/.test(rest) ? null : rest;
}

function operatorAt(text: string, at: number): '&&' | '||' | ';' | '&' | null {
  const two = text.slice(at, at + 2);
  if (two === '&&' || two === '||') return two;
  if (text[at] === ';') return ';';
  // `2>&1` and `&>file` are redirections.
  if (text[at] === '&' && text[at - 1] !== '>' && text[at + 1] !== '>') return '&';
  return null;
}
