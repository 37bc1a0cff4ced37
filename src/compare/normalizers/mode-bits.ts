import { defineNormalizer } from '../normalizer.js';

const special = 0o7000;
const executable = 0o111;
const octal = (mode: number) => (mode & 0o7777).toString(8).padStart(3, '0');

/**
 * Whether permission bits need no explanation. Git knows only whether a file is executable, so that is all a source can
 * be asked; a rebuild states every bit. Setuid, setgid and sticky bits never agree with anything.
 */
export function modesAgree(kind: 'source' | 'rebuild', release: number, reference: number): boolean {
  if ((release & special) !== 0) return false;
  if (kind === 'source') return ((release & executable) !== 0) === ((reference & executable) !== 0);
  return (release & 0o777) === (reference & 0o777);
}

/** Other permission bits on the same bytes; asked about modes only, contents pass through. */
export const modeBits = defineNormalizer({
  name: 'mode-bits',
  version: 1,
  needsProof: false,
  makesEqual: 'Permission bits that differ by the umask, file system or platform of the publisher.',
  mayHide:
    'A file that became executable, or stopped being so. Its bytes are accounted for all the same; setuid, setgid and sticky bits are never made equal.',
  applies: () => true,
  normalize({ entry, file, release, reference, against }) {
    if ((entry.mode & special) !== 0 || (entry.mode & 0o777) === (file.mode & 0o777)) return null;
    return {
      release,
      reference,
      detail: `mode ${octal(entry.mode)}; the ${against} has ${octal(file.mode)}`,
    };
  },
});
