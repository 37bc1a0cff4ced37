import type { Config } from '../config/schema.js';
import { parseAddress, sameRepository } from '../source/address.js';
import { expectedSource } from '../source/expected-source.js';
import type { Ruled, Ruling } from './ruling.js';

/** The repository that a release must come from: that of a rule, else that of `expectedSource`; null when nothing is expected. */
export function wantedRepository(
  { name }: { name: string },
  { source }: Pick<Ruling, 'source'>,
  config: Pick<Config, 'expectedSource'>,
): Ruled<string> | null {
  if (source?.value.repository !== undefined)
    return { value: source.value.repository, place: `${source.place}.repository` };
  const expected = expectedSource(name, config.expectedSource);
  return expected === null ? null : { value: expected, place: 'expectedSource' };
}

/** Whether a repository is the one that a person means, in whatever form they wrote it. */
export function isRepository(repository: string, meant: string): boolean {
  const parsed = parseAddress(meant, 'user');
  return sameRepository(repository, parsed.kind === 'address' ? parsed.url : meant);
}
