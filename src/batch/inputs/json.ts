import { hasText, type Named } from './define.js';

/** Whether something is JSON, by its beginning, that has a field in it which tells its kind. */
export async function isJsonWith(named: Named, mark: RegExp): Promise<boolean> {
  if (!hasText(named)) return false;
  const text = await named.content();
  return /^\uFEFF?\s*\{/.test(text) && mark.test(text);
}
