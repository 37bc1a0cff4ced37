import { html } from 'hono/html';
import { exitCodes } from '../errors.js';
import type { Decision } from '../policy/decision.js';
import type { Result } from '../result.js';
import { type Concern, concerns } from './concerns.js';
import { decisionLines, isWorthTelling, outcomeWords, waivedWords } from './decision.js';
import { defineFormat } from './format.js';
import { shown } from './shown.js';

/** A test case: what was checked, and what came of it. */
interface Case {
  name: string;
  outcome: 'passed' | 'failure' | 'error' | 'skipped';
  /** In one line, and whatever else is to be said. */
  message: string;
  details: string[];
}

/** Cases that are written at most; readers of JUnit keep all of a file in memory. */
const mostCases = 1_000;

/**
 * JUnit XML as Jenkins and GitLab read it: the verdict is a case, and so are the source, each rebuild and each concern. A case fails only
 * where the verdict rests on it.
 */
export const format = defineFormat({
  extension: 'junit.xml',
  async write(raw, given) {
    const result = shown(raw);
    const decision = shown(given);
    const cases = bounded([
      verdictCase(result, decision),
      ...policyCase(decision),
      sourceCase(result),
      ...rebuildCases(result),
      ...concernCases(result, decision),
    ]);
    const amount = (outcome: Case['outcome']) => cases.filter((one) => one.outcome === outcome).length;
    const { release, source, verdict, verifiedAt, seconds, reprove } = result;
    const properties = Object.entries({
      verdict: verdict.kind,
      level: verdict.level,
      integrity: release.integrity,
      repository: source?.repository ?? release.repository,
      commit: source?.commit,
      reprove,
    }).filter(([, value]) => value !== null && value !== undefined);
    const counts = html`tests="${cases.length}" failures="${amount('failure')}" errors="${amount('error')}"`;
    const text = html`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="reprove" ${await counts} time="${seconds.toFixed(3)}">
  <testsuite name="${release.purl}" ${await counts} skipped="${amount('skipped')}" time="${seconds.toFixed(3)}" timestamp="${verifiedAt.slice(0, 19)}">
    <properties>
${properties.map(([name, value]) => html`      <property name="${name}" value="${value}"/>\n`)}    </properties>
${cases.map((one) => caseElement(one, release.name))}  </testsuite>
</testsuites>
`;
    return String(await text);
  },
});

function caseElement({ name, outcome, message, details }: Case, classname: string) {
  const text = [message, ...details].join('\n');
  const body = {
    passed: html`<system-out>${text}</system-out>`,
    skipped: html`<skipped>${text}</skipped>`,
    failure: html`<failure type="failure" message="${message}">${text}</failure>`,
    error: html`<error type="error" message="${message}">${text}</error>`,
  }[outcome];
  return html`    <testcase classname="${classname}" name="${name}" time="0">${body}</testcase>\n`;
}

/** What the policy makes of it; nothing where it adds nothing to the verdict. */
function policyCase(decision: Decision | undefined): Case[] {
  if (decision === undefined || !isWorthTelling(decision)) return [];
  const { outcome, exitCode } = decision;
  const failed = exitCode === exitCodes.failed ? 'failure' : 'error';
  return [
    {
      name: 'policy',
      outcome: outcome === 'pass' ? 'passed' : failed,
      message: outcomeWords(decision),
      details: decisionLines(decision),
    },
  ];
}

function verdictCase({ verdict }: Result, decision: Decision | undefined): Case {
  const usual = (
    {
      reproduced: 'passed',
      inert: 'passed',
      differs: 'failure',
      suspicious: 'failure',
      inconclusive: 'error',
    } as const
  )[verdict.kind];
  // What a policy lets pass, or fails, is told by a case of its own.
  const outcome = decision?.outcome === 'pass' ? 'passed' : usual;
  const level = verdict.level === null ? '' : ` (${verdict.level})`;
  const { cause } = verdict;
  const details =
    cause === null ? [] : [`Stopped at ${cause.stage}: ${cause.message} (${cause.reason})`, cause.hint];
  return { name: 'verdict', outcome, message: `${verdict.kind}${level}: ${verdict.summary}`, details };
}

function sourceCase({ source, sourceFailure }: Result): Case {
  if (source === null) {
    return {
      name: 'source',
      outcome: 'skipped',
      message: sourceFailure?.message ?? 'no source was found',
      details: sourceFailure === null ? [] : [sourceFailure.hint],
    };
  }
  const { repository, commit, evidence } = source;
  return {
    name: 'source',
    outcome: 'passed',
    message: `${repository} at ${commit}, established by ${evidence.join(', ')}`,
    details: [],
  };
}

/** A plan that fails is no fault of the release: another one may account for all of it. */
const rebuildCases = ({ rebuilds }: Result): Case[] =>
  rebuilds.map(({ plan, failure, engine }) => ({
    name: `rebuild by plan ${plan.rank}`,
    outcome: failure === null ? 'passed' : 'skipped',
    message: failure === null ? `${plan.summary} in ${engine}` : failure.message,
    details: [],
  }));

const concernCases = (result: Result, decision: Decision | undefined): Case[] =>
  concerns(result, decision)
    .filter(({ rule }) => rule !== result.verdict.kind || rule === 'differs' || rule === 'inert')
    .map(({ rule, path, line, message, excerpt, counts, title, waived }: Concern) => ({
      name: `${rule}: ${path ?? 'the release'}${line === null ? '' : `:${line}`}`,
      outcome: waived !== null ? 'skipped' : counts ? 'failure' : 'passed',
      message: waived === null ? `${title}: ${message}` : waivedWords(waived),
      details: excerpt === null ? [] : [excerpt],
    }));

function bounded(cases: Case[]): Case[] {
  const more = cases.length - mostCases;
  if (more <= 0) return cases;
  const rest: Case = {
    name: 'the rest',
    outcome: 'skipped',
    message: `${more} more cases are not in this report; the JSON result has all`,
    details: [],
  };
  return [...cases.slice(0, mostCases), rest];
}
