/** JSON without the comments that start a line, which is where tools that allow comments are given them. Linear in the text. */
export function withoutComments(text: string): string {
  let inside = false;
  const kept = text.split('\n').map((line) => {
    const start = line.trimStart();
    if (!inside && !start.startsWith('/*')) return start.startsWith('//') ? '' : line;
    const end = start.indexOf('*/', inside ? 0 : 2);
    inside = end === -1;
    return inside ? '' : start.slice(end + 2);
  });
  return kept.filter((line) => line !== '').join('\n');
}
