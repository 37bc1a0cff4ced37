import { type CheckResult, type Claim, type Refusal, refusalReasons } from '../attest/check/schema.js';
import { count } from './terminal/amount.js';
import { bounded, field, prose } from './terminal/layout.js';
import { type Line, line, printed, styled } from './terminal/line.js';
import type { TerminalOptions } from './terminal/options.js';

const looks = {
  passed: { mark: '✔', style: 'green' },
  failed: { mark: '✖', style: 'red' },
  insufficient: { mark: '?', style: 'yellow' },
} as const;

/** What attestations say of one release as a person reads it. Ends with a line break. */
export function checkReport(result: CheckResult, options: TerminalOptions): string {
  const { mark, style } = looks[result.outcome];
  const kind = result.verdict === null ? result.outcome : `${result.outcome} (${result.verdict})`;
  const lines = [
    line`${styled(style, mark)} ${styled(style, styled('bold', kind))}: ${result.release.purl}`,
    ...prose(result.summary, options.width, '  '),
    line``,
    ...result.agreeing.map((claim, at) => field(at === 0 ? 'agree' : '', claimLine(claim))),
    ...result.dissenting.map((claim, at) =>
      field(at === 0 ? 'disagree' : '', styled('red', claimLine(claim))),
    ),
    ...refused(result.refused, options),
  ];
  return `${lines.map((each) => printed(each, options.color).trimEnd()).join('\n')}\n`;
}

function claimLine({ verifier, result, verdict, source, levels, verifiedAt, attestation }: Claim): Line {
  const from = source === null ? `levels ${levels.join(', ')}` : `commit ${source.commit.slice(0, 12)}`;
  return line`${styled('bold', verifier)}: ${verdict ?? result}, ${from}, verified ${verifiedAt.slice(0, 10)} ${styled('dim', `(${attestation.slice(0, 12)})`)}`;
}

function refused(all: readonly Refusal[], { verbose }: TerminalOptions): Line[] {
  const limit = verbose ? Number.POSITIVE_INFINITY : 10;
  let at = 0;
  return bounded(all, limit, ({ attestation, verifier, reason, message }) => {
    const { alarm, title } = refusalReasons[reason];
    const who = verifier === null ? '' : `${verifier}, `;
    return field(
      at++ === 0 ? 'not counted' : '',
      line`${attestation.slice(0, 12)} ${styled(alarm ? 'red' : 'dim', title)}: ${who}${message} ${styled('dim', `(${reason})`)}`,
    );
  });
}

/** All of a lockfile: what didn't pass one by one, then how many did. Ends with a line break. */
export function lockfileReport(results: readonly CheckResult[], options: TerminalOptions): string {
  const of = (outcome: CheckResult['outcome']) => results.filter((each) => each.outcome === outcome);
  const failed = of('failed').map((each) => `${checkReport(each, options)}\n`);
  const lines = [
    ...bounded(
      of('insufficient'),
      options.verbose ? Number.POSITIVE_INFINITY : 20,
      ({ release, summary }) => line`${styled('yellow', '?')} ${release.purl}: ${summary}`,
    ),
    line`${count(results.length, 'dependency', 'dependencies')}: ${of('passed').length} passed, ${of('failed').length} failed, ${of('insufficient').length} without enough attestations`,
  ];
  return `${failed.join('')}${lines.map((each) => printed(each, options.color)).join('\n')}\n`;
}
