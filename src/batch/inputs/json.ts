import type { Named } from './define.js';

/** Whether a file is JSON, by its name or its beginning, that has something in it which tells its kind. */
export async function isJsonWith({ path, isFolder, content }: Named, mark: RegExp): Promise<boolean> {
  if (path === null || isFolder) return false;
  const text = await content();
  return /^\uFEFF?\s*\{/.test(text) && mark.test(text);
}
