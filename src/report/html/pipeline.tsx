import type { Child } from 'hono/jsx';
import type { Result } from '../../result.js';
import { byteCount, count, duration } from '../terminal/amount.js';
import { tally } from '../terminal/compared.js';
import { establishedBy } from '../terminal/origin.js';
import { wasRebuilt } from '../terminal/rebuilds.js';
import type { Section } from './sections.js';

/** A stage and what it found; `went` is how it looks. */
interface Stage {
  name: string;
  went: 'well' | 'badly' | 'not';
  found: Child[];
}

/** The stages of the verification, each with what it found. */
export const pipeline: Section = {
  id: 'pipeline',
  title: 'How it was verified',
  render: (result) => (
    <ol class="pipeline">
      {stages(result).map(({ name, went, found }) => (
        <li class={went}>
          <h3>{name}</h3>
          {found.map((one) => (
            <p>{one}</p>
          ))}
        </li>
      ))}
    </ol>
  ),
};

const stages = (result: Result): Stage[] => [
  resolve(result),
  locate(result),
  compare(result),
  plan(result),
  ...result.rebuilds.map(rebuild),
  judge(result),
];

function resolve({ release, archive }: Result): Stage {
  const published = release.publishedAt === null ? '' : `, published ${release.publishedAt.slice(0, 10)}`;
  const by = release.publisher === null ? '' : ` by ${release.publisher}`;
  return {
    name: 'Resolve',
    went: 'well',
    found: [
      <>
        <code>{release.purl}</code>
        {published}
        {by}, {origins[release.origin]}: {count(archive.entries, 'entry', 'entries')},{' '}
        {byteCount(archive.compressedBytes)} packed
      </>,
      <code>{release.integrity}</code>,
      ...(release.signatures ?? []).map((said) => said),
    ],
  };
}

const origins = { file: 'from a file', address: 'from an address', registry: 'from the registry' } as const;

function locate({ source, sourceFailure, sourceNotes, release }: Result): Stage {
  const notes = sourceNotes.map(({ kind, detail }) => `${detail} (${kind})`);
  if (source === null) {
    const stated = sourceFailure?.repository ?? release.repository;
    const why = sourceFailure?.message ?? 'no reason was recorded';
    return {
      name: 'Locate',
      went: 'badly',
      found: [`No source was found: ${why}`, ...(stated === null ? [] : [`Stated: ${stated}`]), ...notes],
    };
  }
  const folder = source.directory === '' ? '' : `, folder ${source.directory}`;
  return {
    name: 'Locate',
    went: source.reachable ? 'well' : 'badly',
    found: [
      <>
        <code>{source.repository}</code> at <code>{source.commit}</code>
        {source.ref === null ? '' : ` (${source.ref})`}
        {folder}, established by {establishedBy(source)}
      </>,
      ...(source.mirroredFrom === null ? [] : [`Read from ${source.mirroredFrom}`]),
      ...(source.reachable ? [] : ['No branch or tag of the repository reaches this commit.']),
      ...notes,
    ],
  };
}

function compare(result: Result): Stage {
  const { comparison } = result;
  const name = 'Compare';
  if (comparison === null) return { name, went: 'not', found: ['Nothing was compared.'] };
  const { entries, bytes } = comparison;
  const left = entries.some(({ evidence }) => evidence.kind === 'none');
  return {
    name,
    went: left ? 'badly' : 'well',
    found: [
      `${count(entries.length, 'entry', 'entries')}, ${byteCount(bytes)}: ${tally(entries, wasRebuilt(result))}`,
    ],
  };
}

function plan({ plans, rebuilds, verdict }: Result): Stage {
  const { recipe } = verdict;
  return {
    name: 'Plan',
    went: plans.length === 0 ? 'not' : 'well',
    found: [
      plans.length === 0
        ? 'No rebuild was planned.'
        : `${count(plans.length, 'plan')}, ${rebuilds.length} run`,
      ...(recipe === null
        ? []
        : [`Recipe ${recipe.path} accounts for ${count(recipe.entries, 'entry', 'entries')}.`]),
    ],
  };
}

const rebuild = (one: Result['rebuilds'][number]): Stage => ({
  name: `Rebuild by plan ${one.plan.rank}`,
  went: one.failure === null ? 'well' : 'badly',
  found: [
    `${one.plan.summary}, in ${one.engine}, ${duration(one.wallSeconds)}`,
    ...(one.failure === null ? [] : [`${one.failure.message} (${one.failure.cause})`]),
    ...one.refusals.slice(0, 20).map((refusal) => `Refused: ${refusal}`),
    ...one.proxyNotes.slice(0, 20),
  ],
});

function judge({ verdict, findings }: Result): Stage {
  const { cause } = verdict;
  return {
    name: 'Judge',
    went: verdict.kind === 'reproduced' ? 'well' : verdict.kind === 'inert' ? 'not' : 'badly',
    found: [
      `${verdict.kind}, ${count(findings.length, 'finding')}`,
      ...(cause === null ? [] : [`Stopped at ${cause.stage}: ${cause.message} (${cause.reason})`]),
    ],
  };
}
