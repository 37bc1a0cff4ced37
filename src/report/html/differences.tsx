import type { ComparedEntry } from '../../compare/schema.js';
import { unexplainedOf } from '../evidence.js';
import { More } from './more.js';
import type { Section } from './sections.js';
import { type Cell, type Row, sideBySide } from './side-by-side.js';

/** What is shown at most: files, and rows and characters of all of them. */
const most = { files: 500, rows: 6_000, characters: 600_000 };

/** Each entry that differs beside its counterpart, folded. */
export const differences: Section = {
  id: 'differences',
  title: 'Differences',
  render(result) {
    const { differing, judged } = unexplainedOf(result);
    const all = differing.filter(({ difference }) => (difference?.lines.length ?? 0) > 0);
    if (all.length === 0) return null;
    const room = { rows: most.rows, characters: most.characters };
    const taken = all.slice(0, most.files).flatMap((entry) => {
      const rows = sideBySide(entry.difference!.lines);
      const characters = rows.reduce((sum, row) => sum + sizeOf(row), 0);
      // One that is too large is left out, and smaller ones behind it still find room.
      if (rows.length > room.rows || characters > room.characters) return [];
      room.rows -= rows.length;
      room.characters -= characters;
      return [{ entry, rows, acts: judged.get(entry.path)?.canAct === true }];
    });
    return (
      <>
        {taken.map((one) => (
          <Folded {...one} />
        ))}
        <More amount={all.length - taken.length} />
      </>
    );
  },
};

const sizeOf = (row: Row): number =>
  row.kind === 'change'
    ? lengthOf(row.left) + lengthOf(row.right)
    : row.text.length * (row.kind === 'same' ? 2 : 1);

const lengthOf = (cell: Cell | null): number =>
  cell === null ? 0 : cell.before.length + cell.changed.length + cell.after.length;

function Folded({ entry, rows, acts }: { entry: ComparedEntry; rows: Row[]; acts: boolean }) {
  const { path, difference } = entry;
  const against = difference!.against;
  return (
    <details class="diff">
      <summary>
        <code>{path}</code> {difference!.summary}
        {acts ? ', could act' : ''}
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">the {against}</th>
            <th scope="col">the release</th>
          </tr>
        </thead>
        <tbody>{rows.map(tableRow)}</tbody>
      </table>
      {difference!.truncated ? <p class="dim">There is more that is not in the result.</p> : null}
    </details>
  );
}

function tableRow(row: Row) {
  if (row.kind !== 'change')
    return row.kind === 'heading' ? (
      <tr>
        <td colspan={2} class="at">
          {row.text}
        </td>
      </tr>
    ) : (
      <tr>
        <td>{row.text}</td>
        <td>{row.text}</td>
      </tr>
    );
  const { left, right } = row;
  return (
    <tr>
      {left === null ? (
        <td />
      ) : (
        <td class="del">
          <del>{marked(left)}</del>
        </td>
      )}
      {right === null ? (
        <td />
      ) : (
        <td class="ins">
          <ins>{marked(right)}</ins>
        </td>
      )}
    </tr>
  );
}

const marked = ({ before, changed, after }: Cell) =>
  changed === '' ? (
    `${before}${after}`
  ) : (
    <>
      {before}
      <b>{changed}</b>
      {after}
    </>
  );
