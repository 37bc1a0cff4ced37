import type { VerdictKind } from '../../judge/schema.js';
import type { Result } from '../../result.js';
import { tally } from '../terminal/compared.js';
import { wasRebuilt } from '../terminal/rebuilds.js';

/** What is asked of a release, as a standard of one requirement that the declaration can refer to. */
export const definitions = {
  standards: [
    {
      'bom-ref': 'standard',
      name: 'reprove',
      version: '1',
      description: 'Whether the bytes of a release come from the source that it claims.',
      requirements: [
        {
          'bom-ref': 'requirement',
          identifier: 'every-entry-has-evidence',
          title: 'Every entry of the release is accounted for',
          text: 'Each entry has the bytes of the stated source at the revision, or of a rebuild of it, or equals them after named normalizers.',
        },
      ],
    },
  ],
};

/** 1 only where every entry has evidence; none where nothing was concluded. */
const scores: Record<VerdictKind, number | null> = {
  reproduced: 1,
  inert: 0,
  differs: 0,
  suspicious: 0,
  inconclusive: null,
};

/** The verdict as a claim about the release, with what it rests on. */
export function declarations(result: Result) {
  const { verdict, source, comparison } = result;
  const level = verdict.level === null ? '' : ` (${verdict.level})`;
  const score = scores[verdict.kind];
  const counted =
    comparison === null ? 'nothing was compared' : tally(comparison.entries, wasRebuilt(result));
  return {
    assessors: [{ 'bom-ref': 'assessor', thirdParty: true, organization: { name: 'whoever ran reprove' } }],
    attestations: [
      {
        summary: `${verdict.kind}${level}: ${verdict.summary}`,
        assessor: 'assessor',
        map: [
          {
            requirement: 'requirement',
            ...(score === null ? {} : { [score === 1 ? 'claims' : 'counterClaims']: ['claim'] }),
            ...(score === null ? {} : { conformance: { score, rationale: verdict.summary } }),
          },
        ],
      },
    ],
    claims: [
      {
        'bom-ref': 'claim',
        target: 'release',
        predicate: `${verdict.kind}${level}`,
        reasoning: verdict.summary,
        evidence: ['evidence'],
      },
    ],
    evidence: [
      {
        'bom-ref': 'evidence',
        propertyName: 'reprove:entries',
        description:
          source === null ? counted : `${counted}; compared with ${source.repository} at ${source.commit}`,
        data: result.findings.slice(0, 100).map(({ signal, severity, message }) => ({
          name: signal,
          contents: { attachment: { contentType: 'text/plain', content: `${severity}: ${message}` } },
        })),
        created: result.verifiedAt,
      },
    ],
  };
}
