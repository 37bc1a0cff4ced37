import type { Result } from '../../result.js';
import { count } from './amount.js';
import { field } from './layout.js';
import { type Line, line, styled } from './line.js';

type Baseline = Result['baseline'];

/** What was held against the release, or why nothing was; nothing where there was nothing to mark. */
export function baseline({ baseline: found, baselineFailure, findings }: Result): Line[] {
  if (baselineFailure !== null)
    return [
      field(
        'baseline',
        line`none: ${baselineFailure.message} ${styled('dim', `(${baselineFailure.reason})`)}`,
      ),
    ];
  if (found === null) return [];
  const fresh = findings.filter((finding) => finding.new === true).length;
  const what = findings.length === 0 ? '' : `; ${fresh} of ${count(findings.length, 'finding')} new since`;
  return [
    field(
      'baseline',
      line`${found.version} at ${found.commit.slice(0, 12)}, compared with its source alone${what}`,
    ),
  ];
}

/** Behind a finding: whether the baseline has it too; nothing where nobody knows. */
export const newMark = (isNew: boolean | null, found: Baseline): Line =>
  isNew === null || found === null
    ? line``
    : isNew
      ? line` ${styled('yellow', line`[new in this release, not in ${found.version}]`)}`
      : line` ${styled('dim', line`[in ${found.version} too]`)}`;

/** Behind an entry: whether the baseline has the same bytes at its path. */
export const bytesMark = (isNew: boolean | null, found: Baseline): Line =>
  isNew === null || found === null
    ? line``
    : isNew
      ? line` ${styled('yellow', line`[not these bytes in ${found.version}]`)}`
      : line` ${styled('dim', line`[same bytes in ${found.version}]`)}`;
