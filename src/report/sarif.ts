import type { Severity } from '../judge/schema.js';
import type { Decision } from '../policy/decision.js';
import type { Result } from '../result.js';
import { type Concern, concerns } from './concerns.js';
import { decisionLines, isWorthTelling, outcomeWords, waivedWords } from './decision.js';
import { escapeText } from './escape.js';
import { defineFormat } from './format.js';
import { jsonText } from './json.js';
import { fingerprints } from './sarif/fingerprint.js';
import { installedAt, percentEncoded } from './sarif/location.js';
import { plainMessage } from './sarif/message.js';
import { levels, rulesOf } from './sarif/rules.js';

/** GitHub shows 5,000 results of an upload and refuses one with more than 25,000. */
const mostResults = 5_000;

/**
 * SARIF 2.1.0 for code scanning (OASIS, and what GitHub documents that it reads). Results lie where the package is installed, below
 * node_modules: that is a path which every consumer has, and none of the repository's own.
 */
export const format = defineFormat({
  extension: 'sarif',
  async write(result, decision) {
    const all = concerns(result, decision);
    const shown = all.slice(0, mostResults);
    const rules = await rulesOf(shown);
    const results = shown.map((concern) =>
      resultOf(
        concern,
        result,
        rules.map(({ id }) => id),
      ),
    );
    const identified = fingerprints(shown, result.release);
    const run = {
      tool: {
        driver: {
          name: 'reprove',
          semanticVersion: semantic(result.reprove),
          rules,
        },
      },
      automationDetails: {
        id: `reprove/${result.release.ecosystem}/${percentEncoded(result.release.name)}/`,
      },
      invocations: [
        {
          executionSuccessful: true,
          endTimeUtc: result.verifiedAt,
          toolExecutionNotifications: [
            { level: 'note', message: { text: plainMessage(conclusion(result)) } },
            ...policyNotes(decision),
            ...(all.length > shown.length
              ? [
                  {
                    level: 'warning',
                    message: { text: `${all.length - shown.length} more results are in the JSON result.` },
                  },
                ]
              : []),
          ],
        },
      ],
      columnKind: 'utf16CodeUnits',
      results: results.map((one, at) => ({ ...one, partialFingerprints: identified[at] })),
    };
    return `${jsonText({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [run],
    })}\n`;
  },
});

function resultOf(concern: Concern, { release }: Result, rules: readonly string[]) {
  const { rule, severity, title, message, path, line, excerpt, waived } = concern;
  const about = path === null ? '' : `${path}: `;
  const region = {
    startLine: Math.max(1, line ?? 1),
    ...(excerpt === null || excerpt === '' ? {} : { snippet: { text: escapeText(excerpt) } }),
  };
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: levels[severity satisfies Severity],
    message: {
      text: plainMessage(`${release.name} ${release.version}: ${about}${title}: ${message}`),
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: installedAt(release.name, path ?? 'package.json') },
          region,
        },
      },
    ],
    // A viewer shows it as dismissed, and who did that.
    ...(waived === null
      ? {}
      : {
          suppressions: [
            { kind: 'external', status: 'accepted', justification: plainMessage(waivedWords(waived)) },
          ],
        }),
  };
}

/** Why the policy lets it fail, and what is said of waivers. */
const policyNotes = (decision: Decision | undefined) =>
  decision === undefined || !isWorthTelling(decision)
    ? []
    : [outcomeWords(decision), ...decisionLines(decision)].slice(0, 50).map((text) => ({
        level: decision.outcome === 'pass' ? 'note' : 'error',
        message: { text: plainMessage(text) },
      }));

function conclusion({ release, verdict }: Result): string {
  const level = verdict.level === null ? '' : ` (${verdict.level})`;
  return `${release.purl}: ${verdict.kind}${level}. ${verdict.summary}`;
}

/** The schema wants a version of semver there. */
const semantic = (version: string): string => (/^\d+\.\d+\.\d+[\w.+-]*$/.test(version) ? version : '0.0.0');
