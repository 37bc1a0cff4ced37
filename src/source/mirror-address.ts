import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/schema.js';
import { existingFolder } from './local-folder.js';

/** Where a source mirror leads: a folder of this machine that exists, or an address to clone. */
export type MirrorTarget = { kind: 'folder'; path: string; url: string } | { kind: 'remote'; url: string };

/**
 * The first source mirror of the configuration that maps an address; null when none does.
 * A mapping to a folder that doesn't exist is passed over, so that a partial set of mirrors can be used.
 */
export async function mirrorTarget(
  url: string,
  mirrors: Config['sourceMirrors'],
): Promise<MirrorTarget | null> {
  for (const { from, to } of mirrors) {
    const values = matchPattern(from, url);
    if (values === null) continue;
    const path = folderTemplate(to);
    if (path === null) return { kind: 'remote', url: fill(to, values, encodeURIComponent) };
    const folder = await existingFolder(path.split('/').map((segment) => fill(segment, values)));
    if (folder !== null) return { kind: 'folder', path: folder, url: fill(to, values) };
  }
  return null;
}

/**
 * The values of a pattern's placeholders, or null when the address doesn't match. Host and path are compared, without
 * regard to case, scheme, account, `.git` or a slash at the end; a placeholder matches within one segment. Values that
 * could climb out of a folder or be taken for an option match nothing.
 */
export function matchPattern(pattern: string, url: string): Map<string, string> | null {
  const wanted = segments(pattern);
  const given = segments(url);
  if (wanted.length !== given.length) return null;
  const values = new Map<string, string>();
  for (const [index, segment] of wanted.entries()) {
    const names: string[] = [];
    const expression = segment.replace(/\{(\w+)\}|[^{]+|\{/g, (part, name?: string) => {
      if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(name);
      return '(.+?)';
    });
    const match = new RegExp(`^${expression}$`, 'i').exec(given[index] ?? '');
    if (match === null) return null;
    for (const [position, name] of names.entries()) {
      const value = harmless(match[position + 1] ?? '');
      if (value === null || (values.has(name) && values.get(name) !== value)) return null;
      values.set(name, value);
    }
  }
  return values;
}

function segments(url: string): string[] {
  return url
    .replace(/^[a-z+]+:\/\/(?:[^@/]*@)?/i, '')
    .replace(/(?:\.git)?\/*$/i, '')
    .split('/');
}

function harmless(encoded: string): string | null {
  let value: string;
  try {
    value = decodeURIComponent(encoded);
  } catch {
    return null;
  }
  return /^\.+$|^-|[/\\\x00-\x1f\x7f]/.test(value) ? null : value;
}

function folderTemplate(to: string): string | null {
  if (/^file:/i.test(to)) return fileURLToPath(to);
  return /^(?:\.{0,2}\/)/.test(to) ? resolve(to) : null;
}

function fill(template: string, values: Map<string, string>, encode = (value: string) => value): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values.get(name);
    return value === undefined ? placeholder : encode(value);
  });
}
