import { defineCause, varied } from '../cause.js';

export const fileOrder = defineCause({
  name: 'file-order',
  title: 'the order in which the file system lists files decides what is built',
  recognise: varied('file-order'),
  signs: /\bopendir(?:Sync)?\(|\breaddir(?:Sync)?\(|\bglob(?:Sync|by|bySync)?\(|\bfg\(|(?:^|[`"'\s(])find\s/,
  byTools: true,
  fix: () => ({ text: 'Sort the names of files before they are used.', edits: [] }),
});
