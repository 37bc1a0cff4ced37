import type { Change } from '../../batch/store/changes.js';
import { count } from '../terminal/amount.js';
import { verdictWords } from '../terminal/heading.js';
import { joined, type Line, line, styled } from '../terminal/line.js';

/** Paths of one change that are shown. */
const shown = 10;

/** What changed between two runs, the worst kind first. */
export function changeLines(since: number, run: number, changes: readonly Change[]): Line[] {
  const heading = line`${styled('bold', `run ${run}`)} since run ${since}: ${
    changes.length === 0 ? 'nothing changed' : count(changes.length, 'change')
  }`;
  return [heading, ...changes.toSorted((a, b) => weight(a) - weight(b)).flatMap(changeLine)];
}

function weight(change: Change): number {
  if (change.kind === 'verdict') return change.direction === 'worse' ? 0 : 5;
  return { 'tag-moved': 1, 'provenance-lost': 2, publisher: 3, phantoms: 4 }[change.kind];
}

function changeLine(change: Change): Line[] {
  const { name, version, before } = change;
  const which = line`  ${styled('bold', name)} ${before === null || before === version ? version : `${before} → ${version}`}`;
  switch (change.kind) {
    case 'verdict':
      return [
        line`${which}: ${styled(change.direction === 'worse' ? 'red' : 'green', change.direction)}: ${
          change.from === null ? 'new' : verdictWords(change.from)
        } → ${verdictWords(change.to)}`,
        line`    ${change.summary}`,
      ];
    case 'phantoms': {
      const more = change.paths.length - shown;
      const paths = [...change.paths.slice(0, shown), ...(more > 0 ? [count(more, 'more', 'more')] : [])];
      return [line`${which}: ${count(change.paths.length, 'new phantom')}: ${joined(paths, ', ')}`];
    }
    case 'publisher':
      return [line`${which}: publisher ${change.from} → ${change.to}`];
    case 'provenance-lost':
      return [
        line`${which}: provenance was verified, and is ${change.now === 'none' ? 'absent' : change.now} now`,
      ];
    case 'tag-moved':
      return [
        line`${which}: tag ${change.tag} of ${change.repository} was seen at ${joined(
          change.commits.map((commit) => commit.slice(0, 12)),
          ' and ',
        )}`,
      ];
  }
}
