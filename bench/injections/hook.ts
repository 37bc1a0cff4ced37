import type { Random } from '../random.js';
import type { Member } from '../tamperings/members.js';
import { type Honest, mapOf, withManifest } from '../tamperings/tampering.js';

/** The members with one more command that is run on installation, before what a hook runs already. */
export function withHook(honest: Honest, random: Random, command: string): Member[] {
  const hook = random.pick(['preinstall', 'install', 'postinstall'])!;
  const scripts = mapOf(honest, 'scripts');
  const before = scripts[hook];
  const all = typeof before === 'string' ? `${command} && ${before}` : command;
  return withManifest(honest, { scripts: { ...scripts, [hook]: all } });
}
