/** Where the manifest's text first names a key, for a finding; nothing when it doesn't. */
export function manifestLine(content: Buffer | undefined, key: string): { line?: number; excerpt?: string } {
  const lines = content?.toString('utf8').split('\n') ?? [];
  const index = lines.findIndex(
    (line) => line.includes(`${JSON.stringify(key)}:`) || line.includes(`${JSON.stringify(key)} :`),
  );
  return index === -1 ? {} : { line: index + 1, excerpt: lines[index]!.trim() };
}

/** A field that should be a map from names to strings; anything else in it is left out. */
export function stringMap(value: unknown): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  return new Map(
    Object.entries(value).filter((member): member is [string, string] => typeof member[1] === 'string'),
  );
}
