import { grouped } from '../grouped.js';
/** Says how many are left out; nothing where none is. */
export const More = ({ amount }: { amount: number }) =>
  amount > 0 ? (
    <p class="dim">… {grouped(amount)} more are not in this page; the JSON result has all.</p>
  ) : null;
