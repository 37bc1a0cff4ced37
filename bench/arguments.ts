/** Splits a bench's arguments: specs before `--`, options for `reprove verify` after it. */
export function benchArguments(defaults: readonly string[]): { specs: string[]; options: string[] } {
  const given = process.argv.slice(2);
  const split = given.indexOf('--');
  const specs = split === -1 ? given : given.slice(0, split);
  return {
    specs: specs.length > 0 ? specs : [...defaults],
    options: split === -1 ? [] : given.slice(split + 1),
  };
}
