import { inside } from './layout.js';
import type { etcFiles } from './parts.js';

/** What a build can see of where it runs, and should not depend on. */
export interface Surroundings {
  /** Where the source is. */
  workPath: string;
  home: string;
  user: string;
  host: string;
  umask: number;
  /** Number of the one processor that programs may use; null for all. */
  processor: number | null;
  /** Host paths of files that are shown in /etc instead of ours. */
  etc: Partial<Record<(typeof etcFiles)[number], string>>;
}

/** What every sandbox has unless something is to be learnt from another. */
export const usualSurroundings: Surroundings = {
  workPath: inside.work,
  home: inside.home,
  user: inside.user,
  host: inside.host,
  umask: 0o022,
  processor: null,
  etc: {},
};

/** Text with the usual paths of home and work replaced by those of other surroundings. Pure. */
export function relocated(text: string, { home, workPath }: Surroundings): string {
  const at = (path: string) => new RegExp(`(?<![\\w./-])${path}(?![\\w.-])`, 'g');
  return text.replace(at(inside.work), () => workPath).replace(at(inside.home), () => home);
}
