import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../../../src/sandbox/failure-kinds.js';
import { nextPlan } from '../../../src/sandbox/next-plan.js';
import type { Plan, Rebuild } from '../../../src/sandbox/schema.js';
import { plan, rebuild } from '../../support/result.js';

const variant = (rank: number, fields: Partial<Plan> = {}): Plan =>
  plan({ rank, digest: String(rank).repeat(64), environment: { VARIANT: String(rank) }, ...fields });

const first = variant(1);
const second = variant(2);
const third = variant(3, { against: ['engine-mismatch'] });
const plans = [first, second, third];

const failed = (of: Plan, kind: FailureKind | null): Rebuild =>
  rebuild({
    plan: of,
    outcome: 'failed',
    failure: {
      cause: 'install-failed',
      message: 'it failed',
      step: 'install',
      because: kind && { kind, about: null, line: null },
    },
  });

describe('nextPlan', () => {
  it.each<[string, Rebuild[], Plan | null]>([
    ['the first before anything ran', [], first],
    ['the next after one that packed', [rebuild({ plan: first })], second],
    ['the next after a failure of no known kind', [failed(first, null)], second],
    ['the next after a failure that none is good against', [failed(first, 'out-of-memory')], second],
    ['the one that is good against the failure', [failed(first, 'engine-mismatch')], third],
    ['what was passed over, later', [failed(first, 'engine-mismatch'), failed(third, null)], second],
    [
      'no plan when all were run',
      [rebuild({ plan: first }), rebuild({ plan: second }), rebuild({ plan: third })],
      null,
    ],
  ])('gives %s', (_, before, expected) => {
    expect(nextPlan(plans, before)).toBe(expected);
  });

  it('never gives what waits for a failure that did not come, even against the kind', () => {
    const waiting = variant(2, { remedies: 'build', against: ['engine-mismatch'] });
    expect(nextPlan([first, waiting], [failed(first, 'engine-mismatch')])).toBe(null);
  });
});
