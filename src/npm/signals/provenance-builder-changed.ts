import { defineSignal, type SignalHit } from '../../judge/signal.js';
import type { AttestedBuild } from '../../provenance.js';
import { sameRepository } from '../../source/address.js';

/** Builders that npm's and SLSA's own tools name. */
const known =
  /^https:\/\/(?:github\.com\/actions\/runner(?:\/(?:github|self)-hosted)?|github\.com\/slsa-framework\/slsa-github-generator\/.*|gitlab\.com\/.*)$/;

/** Events that strangers can cause. */
const foreign = ['pull_request', 'pull_request_target', 'issue_comment', 'issues'];

/** It was built in another way than releases before it. */
export const provenanceBuilderChanged = defineSignal({
  id: 'provenance-builder-changed',
  title: 'Built in another way than earlier releases',
  severity: 'medium',
  looksAt:
    'Repository, workflow, signer, machine and event of verified provenance, against those of up to two releases before.',
  detect({ provenance }) {
    const earlier = (provenance?.earlier ?? []).flatMap(({ build }) => (build === null ? [] : [build]));
    return (provenance?.attestations ?? []).flatMap(({ build }) =>
      build === null ? [] : [...ofItself(build, earlier), ...compared(build, earlier)],
    );
  },
});

/** What is odd with no release to compare with, unless those before were built so too. */
function ofItself(build: AttestedBuild, earlier: readonly AttestedBuild[]): SignalHit[] {
  const { builder, trigger, ref } = build;
  const hits: SignalHit[] = [];
  const before = <T>(what: (one: AttestedBuild) => T, value: T) => earlier.some((one) => what(one) === value);
  if (trigger !== null && foreign.includes(trigger) && !before((one) => one.trigger, trigger))
    hits.push({ path: null, message: `built on the event ${trigger}, which strangers can cause` });
  if (ref !== null && !/^refs\/(?:heads|tags)\//.test(ref))
    hits.push({ path: null, message: `built from ${ref}, which is no branch and no tag` });
  if (builder !== null && !known.test(builder) && !before((one) => one.builder, builder))
    hits.push({ path: null, severity: 'low', message: `the builder ${builder} is not known` });
  return hits;
}

/** Where something is as no earlier release had it. A renamed workflow is common. */
function compared(build: AttestedBuild, earlier: readonly AttestedBuild[]): SignalHit[] {
  if (earlier.length === 0) return [];
  const hits: SignalHit[] = [];
  const differs = (what: 'environment' | 'signer' | 'workflow') =>
    !earlier.some((one) => one[what] === build[what]);
  const before = (what: 'repository' | 'environment' | 'signer' | 'workflow') =>
    [...new Set(earlier.map((one) => one[what] ?? 'none'))].join(', ');
  if (!earlier.some((one) => sameRepository(one.repository, build.repository)))
    hits.push({ path: null, message: `built from ${build.repository}; before from ${before('repository')}` });
  if (differs('environment'))
    hits.push({
      path: null,
      message: `built on a machine that is ${build.environment ?? 'of no known kind'}; before ${before('environment')}`,
    });
  // A signer outside of the repository is a reusable workflow; one within it is the workflow itself.
  const own = build.signer.toLowerCase().startsWith(`${build.repository.toLowerCase()}/`);
  if (differs('signer') && !own)
    hits.push({ path: null, message: `signed by ${build.signer}; before by ${before('signer')}` });
  else if (differs('workflow'))
    hits.push({
      path: null,
      severity: 'low',
      message: `built by ${build.workflow ?? 'no known workflow'}; before by ${before('workflow')}`,
    });
  return hits;
}
