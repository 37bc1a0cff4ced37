import { createHash } from 'node:crypto';
import type { Severity, VerdictKind } from '../judge/schema.js';
import { decisionLines, isWorthTelling, outcomeWords, waivedWords } from './decision.js';
import { defineFormat } from './format.js';
import { shown } from './shown.js';

/** GitLab's words for how grave something is. */
const severities: Record<Severity, string> = {
  info: 'info',
  low: 'minor',
  medium: 'major',
  high: 'critical',
};

/** How grave a verdict is that no policy lets pass. */
const grave: Partial<Record<VerdictKind, string>> = { suspicious: 'blocker', differs: 'critical' };

/** Issues of one report at most. */
const most = 1_000;

/**
 * A code quality report as GitLab shows it in merge requests (docs.gitlab.com, "Code Quality", report format): an issue for each finding, and one for the
 * verdict where it is not that everything is accounted for; what a policy lets pass is told as `info`.
 */
export const format = defineFormat({
  extension: 'codequality.json',
  write(raw, given) {
    const { verdict, release, findings } = shown(raw);
    const decision = shown(given);
    const passes = decision?.outcome === 'pass';
    const place = (path: string | null, line: number | null) => ({
      path: path ?? 'package.json',
      lines: { begin: line ?? 1 },
    });
    const found = findings.map(({ signal, title, message, severity, fingerprint, path, line }) => {
      const waived = decision?.waived.find((one) => one.fingerprint === fingerprint && one.path === path);
      const words = waived === undefined ? `${title}: ${message}` : waivedWords(waived);
      return {
        description: `${release.name} ${release.version}: ${words}`,
        check_name: `reprove/${signal}`,
        fingerprint,
        severity: waived === undefined ? severities[severity] : 'info',
        location: place(path, line),
      };
    });
    const own = {
      description: `${release.name} ${release.version} is ${verdict.kind}: ${verdict.summary}`,
      check_name: `reprove/${verdict.kind}`,
      fingerprint: createHash('sha256').update(`${release.purl} ${verdict.kind}`).digest('hex'),
      severity: passes ? 'info' : (grave[verdict.kind] ?? 'info'),
      location: place(null, null),
    };
    const policy = {
      ...own,
      description: `${release.name} ${release.version}: ${decision === undefined ? '' : [outcomeWords(decision), ...decisionLines(decision)].join('; ').slice(0, 1_000)}`,
      check_name: 'reprove/policy',
      fingerprint: createHash('sha256').update(`${release.purl} policy`).digest('hex'),
      severity: 'critical',
    };
    const failed = decision?.outcome === 'fail' && isWorthTelling(decision);
    const all = [...(failed ? [policy] : []), ...(verdict.kind === 'reproduced' ? [] : [own]), ...found];
    return `${JSON.stringify(all.slice(0, most), null, 2)}\n`;
  },
});
