import { createHash } from 'node:crypto';
import type { Severity } from '../judge/schema.js';
import { defineFormat } from './format.js';
import { shown } from './shown.js';

/** GitLab's words for how grave something is. */
const severities: Record<Severity, string> = {
  info: 'info',
  low: 'minor',
  medium: 'major',
  high: 'critical',
};

/** Issues of one report at most. */
const most = 1_000;

/**
 * A code quality report as GitLab shows it in merge requests (docs.gitlab.com, "Code Quality", report format): an issue for each finding, and one for the
 * verdict where it is not that everything is accounted for.
 */
export const format = defineFormat({
  extension: 'codequality.json',
  write(raw) {
    const { verdict, release, findings } = shown(raw);
    const place = (path: string | null, line: number | null) => ({
      path: path ?? 'package.json',
      lines: { begin: line ?? 1 },
    });
    const found = findings.map(({ signal, title, message, severity, fingerprint, path, line }) => ({
      description: `${release.name} ${release.version}: ${title}: ${message}`,
      check_name: `reprove/${signal}`,
      fingerprint,
      severity: severities[severity],
      location: place(path, line),
    }));
    const own = {
      description: `${release.name} ${release.version} is ${verdict.kind}: ${verdict.summary}`,
      check_name: `reprove/${verdict.kind}`,
      fingerprint: createHash('sha256').update(`${release.purl} ${verdict.kind}`).digest('hex'),
      severity: verdict.kind === 'suspicious' ? 'blocker' : verdict.kind === 'differs' ? 'critical' : 'info',
      location: place(null, null),
    };
    const all = verdict.kind === 'reproduced' ? found : [own, ...found];
    return `${JSON.stringify(all.slice(0, most), null, 2)}\n`;
  },
});
