import type { z } from 'zod';
import { nearest } from './nearest.js';

/** What is wrong with a value, one line for each fault; names the key and what is expected there. */
export function schemaFaults(schema: z.ZodType, error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => faultLines(schema, issue));
}

function faultLines(schema: z.ZodType, issue: z.core.$ZodIssue): string[] {
  const place = keyPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const hint = meant === null ? `known are ${known.join(', ')}` : `did you mean "${meant}"?`;
      return `unknown key "${keyPath([...issue.path, key])}": ${hint}`;
    });
  }
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [place === '' ? message : `"${place}": ${message}`];
}

/** `sourceMirrors[0].from`. */
const keyPath = (path: readonly PropertyKey[]): string =>
  path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${String(key)}`))
    .join('');

/** Keys that the schema has at a path; walked through the wrappers that defaults put around objects. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: Node = schema as unknown as Node;
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
