import type { Compared } from '../comparing.js';
import type { Config } from '../config/schema.js';
import type { Context } from '../context.js';
import type { Ecosystem, ResolvedRelease } from '../ecosystem.js';
import { judgeRelease } from '../judging.js';
import type { Located } from '../source/locate.js';
import { rebuildRest } from '../verify.js';
import type { WhyResult } from './schema.js';

/** A release that was compared with its source. */
interface Subject {
  ecosystem: Ecosystem & Required<Pick<Ecosystem, 'reasons'>>;
  resolved: ResolvedRelease;
  located: Extract<Located, { ok: true }>;
  compared: Compared;
  sandbox: Config['sandbox']['engine'];
}

type Told = Pick<
  WhyResult,
  'outcome' | 'summary' | 'level' | 'plan' | 'builds' | 'causes' | 'unexplained' | 'notes'
>;

/** Verifies a release to its end, and says of what is left why it is: where the ecosystem tells that from one verification, nothing is varied. */
export async function whyVerified(
  { ecosystem, resolved, located, compared, sandbox }: Subject,
  context: Context,
): Promise<Told> {
  const { accounts, options: compareOptions } = compared;
  const rebuilds = await rebuildRest({
    ...{ ecosystem, resolved, located, accounts, compareOptions, sandbox, context },
    ...{ recipe: null, wanted: true, fresh: false, keep: null },
  });
  try {
    const judged = await judgeRelease(
      { ecosystem, resolved, provenance: null, located, compared, rebuilds },
      context,
    );
    const { comparison, findings } = judged;
    if (comparison === null) throw new Error('a release with a source was not compared with it');
    const { readRelease } = compareOptions;
    const told = await ecosystem.reasons(
      { resolved, located, comparison, findings, rebuilds, readRelease },
      context,
    );
    const reproducible = judged.verdict.kind === 'reproduced';
    const [plan] = rebuilds.plans;
    return {
      ...told,
      outcome: reproducible ? 'reproducible' : 'unreproducible',
      summary: summaryOf(reproducible, told),
      level: reproducible ? 'content-identical' : 'different',
      plan: plan === undefined ? null : { digest: plan.digest, summary: plan.summary },
      builds: rebuilds.run.length,
    };
  } finally {
    await rebuilds.close();
  }
}

function summaryOf(
  reproducible: boolean,
  { causes, unexplained }: Pick<WhyResult, 'causes' | 'unexplained'>,
): string {
  if (reproducible) return 'Every file of the release is accounted for.';
  const files = new Set(causes.flatMap(({ entries }) => entries.map(({ path }) => path))).size;
  const found = `${causes.length} ${causes.length === 1 ? 'cause' : 'causes'} found, of ${files} ${files === 1 ? 'file' : 'files'}`;
  if (unexplained.length === 0) return `${found}.`;
  return `${found}; for ${unexplained.length} ${unexplained.length === 1 ? 'file' : 'files'} nothing here explains it.`;
}
