import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/policy/decide.js';
import type { Decision } from '../../../src/policy/decision.js';
import { formats } from '../../../src/report/formats.js';
import { reportSchema } from '../../../src/report/outcome.js';
import { terminalReport } from '../../../src/report/terminal.js';
import { configuration, digest, hooked, hookedWaivers, unexplainedResult } from '../../support/policy.js';
import { hostile } from '../../support/reported.js';

const now = new Date('2026-11-26T12:00:00Z');
const decided = (content: object): Decision => decide(hooked(), configuration(content), now);
const waived = decided({ waivers: hookedWaivers() });
const partly = decided({ waivers: hookedWaivers().slice(1) });
const plain = decided({});
const written = async (format: string, decision?: Decision) =>
  (await formats[format]!()).format.write(hooked(), decision);
const layout = { color: false, width: 100, verbose: false };

describe('a decision', () => {
  it('is data beside the result, which the schema has', async () => {
    const report = JSON.parse(await written('json', waived));
    expect(report.decision).toEqual(waived);
    expect(report.verdict.kind).toBe('suspicious');
    expect(reportSchema.parse(report)).toMatchObject({ decision: { outcome: 'pass' } });
  });

  it('is told in a terminal, under the verdict that stands', () => {
    const text = terminalReport(hooked(), layout, waived);
    expect(text).toMatch(/^✖ suspicious/);
    expect(text).toContain('policy     passes the policy\n');
    expect(text).toContain(
      'install-hook-added in package.json is waived by ann@team.example until 2027-01-01: looked',
    );
    expect(terminalReport(hooked(), layout, partly)).toContain('not waived are 1 of 3: x.js (default)');
  });

  it.each(['html', 'markdown', 'sarif', 'junit'])(
    'changes nothing of %s where it says nothing more',
    async (format) => {
      expect(await written(format, plain)).toBe(await written(format));
    },
  );

  it('is told in HTML and Markdown', async () => {
    expect(await written('html', waived)).toContain('<p>It passes the policy of <time>2026-11-26');
    expect(await written('markdown', waived)).toContain(
      '### It passes the policy\n\n- suspicious passes: everything',
    );
  });

  it('suppresses in SARIF what is waived, and that alone', async () => {
    const { results } = JSON.parse(await written('sarif', partly)).runs[0];
    const suppressed = results.map((one: { ruleId: string; suppressions?: object[] }) => [
      one.ruleId,
      one.suppressions?.length ?? 0,
    ]);
    expect(suppressed).toEqual([
      ['suspicious', 0],
      ['differs', 0],
      ['install-hook-added', 1],
      ['differs', 1],
      ['publisher-changed', 0],
    ]);
  });

  it('is told in code quality, where what is waived is no more than a note', async () => {
    const of = async (decision: Decision) =>
      JSON.parse(await written('codequality', decision)).map(
        (one: { check_name: string; severity: string }) => `${one.check_name} ${one.severity}`,
      );
    expect(await of(waived)).toEqual([
      'reprove/suspicious info',
      'reprove/install-hook-added info',
      'reprove/publisher-changed major',
    ]);
    expect(await of(partly)).toEqual([
      'reprove/policy critical',
      'reprove/suspicious blocker',
      'reprove/install-hook-added info',
      'reprove/publisher-changed major',
    ]);
  });

  it('has a case in JUnit, which fails where the policy does', async () => {
    const passed = await written('junit', waived);
    expect(passed).toContain('failures="0" errors="0"');
    expect(passed.match(/<skipped>/g)).toHaveLength(3);
    expect(await written('junit', partly)).toMatch(/name="policy" time="0"><failure/);
  });

  it.each(['html', 'junit'])('stays text in %s, whatever a path says', async (format) => {
    const path = `lib/${hostile.html.replaceAll('/', '|')}.js`;
    const of = unexplainedResult('differs', { [path]: { sha256: digest('a') } });
    const [waiver] = hookedWaivers();
    const decision = decide(
      of,
      configuration({ waivers: [{ ...waiver, path, reason: hostile.close }] }),
      now,
    );
    expect(decision.outcome).toBe('pass');
    const text = await (await formats[format]!()).format.write(of, decision);
    expect(text).not.toContain('<svg/onload');
    expect(text).not.toContain('<script>document');
  });
});
