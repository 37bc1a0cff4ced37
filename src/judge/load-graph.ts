import type { EntryPoints } from '../ecosystem.js';
import type { Naming } from './named-by.js';
import type { Lead } from './schema.js';

/** Tells how files are reached. */
export interface LoadGraph {
  /** How an entry point leads to a file; null when no path of literal names does. */
  lead(path: string): Lead | null;
}

/**
 * Follows literal names from the entry points and install hooks, breadth first, so that the shortest path is the one that is told. Tells
 * what leads to a file and never that nothing does: names that are put together are not followed.
 */
export function loadGraph({ loaded }: EntryPoints, { hooked, loads, names }: Naming): LoadGraph {
  const leads = new Map<string, { from: string; before: string | null }>();
  const next: string[] = [];
  const reach = (path: string, from: string, before: string | null) => {
    if (leads.has(path)) return;
    leads.set(path, { from, before });
    next.push(path);
  };
  for (const [path, hook] of hooked) reach(path, hook, null);
  for (const { path, field } of loaded) reach(path, field, null);
  for (let at = 0; at < next.length; at++) {
    const path = next[at]!;
    const { from } = leads.get(path)!;
    for (const target of [...(loads.get(path) ?? []), ...(names.get(path) ?? [])]) reach(target, from, path);
  }
  return {
    lead(path) {
      const found = leads.get(path);
      if (found === undefined) return null;
      const through: string[] = [];
      for (let before = found.before; before !== null; before = leads.get(before)!.before)
        through.push(before);
      return { from: found.from, through: through.reverse() };
    },
  };
}
