import { createHash } from 'node:crypto';
import type { Plan } from '../../sandbox/schema.js';

/** Fields that explain a plan and do not change what it does. */
const explaining = new Set(['digest', 'rank', 'remedies', 'against', 'reason', 'reasons']);

/** Hex SHA-256 over the canonical JSON of a plan, apart from its digest, its rank, what it remedies, is tried against and every reason. */
export function planDigest(plan: Omit<Plan, 'digest' | 'rank'>): string {
  return createHash('sha256').update(canonical(plan)).digest('hex');
}

/** JSON with the keys of every object in order, so that equal plans have equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([key]) => !explaining.has(key))
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}
