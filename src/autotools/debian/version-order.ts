/** Orders versions as dpkg does (deb-version(7)): epoch, version of the project, revision; `~` comes before the end. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  return (
    left.epoch - right.epoch ||
    compareParts(left.upstream, right.upstream) ||
    compareParts(left.revision, right.revision)
  );
}

function partsOf(version: string): { epoch: number; upstream: string; revision: string } {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/s.exec(version) ?? [];
  const dash = rest.lastIndexOf('-');
  return {
    epoch: Number(epoch),
    upstream: dash === -1 ? rest : rest.slice(0, dash),
    revision: dash === -1 ? '' : rest.slice(dash + 1),
  };
}

function compareParts(a: string, b: string): number {
  const [left, right]: [string[], string[]] = [
    [...(a.match(/\D+|\d+/g) ?? [])],
    [...(b.match(/\D+|\d+/g) ?? [])],
  ];
  // Both begin with text that is no number, be it empty.
  for (const parts of [left, right]) if (/^\d/.test(parts[0] ?? '')) parts.unshift('');
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [one = '', other = ''] = [left[at], right[at]];
    const order =
      at % 2 === 1
        ? Number(BigInt(one || 0) > BigInt(other || 0)) - Number(BigInt(one || 0) < BigInt(other || 0))
        : compareText(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

/** Letters come before all else, and `~` before the end. */
function compareText(a: string, b: string): number {
  const weight = (text: string, at: number) => {
    const character = text[at];
    if (character === undefined) return 0;
    if (character === '~') return -1;
    return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
  };
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = weight(a, at) - weight(b, at);
    if (order !== 0) return order;
  }
  return 0;
}
