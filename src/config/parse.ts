import type { z } from 'zod';
import { nearest } from './nearest.js';
import { type Config, configSchema } from './schema.js';

/** A valid configuration, or what is wrong: one line for each fault. */
export type ParsedConfig = { config: Config } | { faults: string[] };

/** Validates a parsed configuration file; faults name the key and what is expected there. */
export function parseConfig(value: unknown): ParsedConfig {
  const parsed = configSchema.safeParse(value);
  return parsed.success ? { config: parsed.data } : { faults: parsed.error.issues.flatMap(faultLines) };
}

function faultLines(issue: z.core.$ZodIssue): string[] {
  const place = keyPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const hint = meant === null ? `known are ${known.join(', ')}` : `did you mean "${meant}"?`;
      return `unknown key "${keyPath([...issue.path, key])}": ${hint}`;
    });
  }
  return [place === '' ? issue.message : `"${place}": ${issue.message}`];
}

/** `sourceMirrors[0].from`. */
const keyPath = (path: readonly PropertyKey[]): string =>
  path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${String(key)}`))
    .join('');

/** Keys that the schema has at a path; walked through the wrappers that defaults put around objects. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let at: Node = configSchema as unknown as Node;
  for (const key of path) at = child(unwrapped(at), key) ?? {};
  return Object.keys(unwrapped(at).shape ?? {});
}

/** The parts of a zod schema that lead to its keys. */
interface Node {
  shape?: Record<string, Node>;
  element?: Node;
  valueType?: Node;
  def?: { innerType?: Node };
}

const unwrapped = (node: Node): Node =>
  node.def?.innerType === undefined ? node : unwrapped(node.def.innerType);

const child = (node: Node, key: PropertyKey): Node | undefined =>
  typeof key === 'number' ? node.element : (node.shape?.[String(key)] ?? node.valueType);
