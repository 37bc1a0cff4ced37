/**
 * A script without its block comments, and without lines that are nothing but a comment; as long as before, blanks stand for what is gone.
 * What follows code on a line stays, as telling it from a string or an expression would need a parser. Linear.
 */
export function withoutComments(text: string): string {
  let kept = '';
  let at = 0;
  for (let open = text.indexOf('/*'); open !== -1; open = text.indexOf('/*', at)) {
    const close = text.indexOf('*/', open + 2);
    if (close === -1) break;
    kept += text.slice(at, open) + text.slice(open, close + 2).replace(/[^\n]/g, ' ');
    at = close + 2;
  }
  return (kept + text.slice(at)).replace(/^[ \t]*\/\/.*$/gm, (line) => ' '.repeat(line.length));
}
