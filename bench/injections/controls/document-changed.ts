import { latin1, rewritten, textAt } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { matching } from '../targets.js';

/** A readme, changelog or licence of another commit. */
export const documentChanged = defineShape({
  id: 'document-changed',
  kind: 'control',
  like: 'README edited before or after the tag',
  apply(honest, random) {
    const path = random.pick(
      matching(honest, /(?:^|\/)(?:readme|changelog|history|licen[cs]e)[^/]*$/i).filter(
        (path) => !/\.[cm]?[jt]s$/.test(path),
      ),
    );
    if (path === undefined) return null;
    const lines = textAt(honest.members, path).split('\n');
    const line = random.pick([
      '',
      '## Sponsors',
      '[![status](https://ci.invalid/badge.svg)](https://ci.invalid)',
      'See also the website. \u2728',
    ])!;
    const changed =
      random.below(3) === 0 && lines.length > 3
        ? lines.toSpliced(random.below(lines.length - 2), 2)
        : lines.toSpliced(random.below(lines.length + 1), 0, latin1(line), '');
    const text = changed.join('\n');
    return text === lines.join('\n')
      ? null
      : { members: rewritten(honest.members, path, text), paths: [path] };
  },
});
