import type { Plan, PlanStep } from '../../sandbox/schema.js';
import { installLines } from './tool-install.js';

/**
 * A plan as a POSIX shell script that a person can run in a container, in the root of the checked-out source. Each command is a
 * line; whatever comes from the source is quoted, and shown in comments with nothing but printable ASCII.
 */
export function planScript(plan: Plan): string {
  return [
    '#!/bin/sh',
    comment(plan.summary),
    ...plan.reasons.map(comment),
    ...recipeLines(plan),
    ...plan.omitted.map(({ step, reason }) => comment(`left out: ${step} (${reason})`)),
    comment(
      'Run it in the root of the source at the verified revision, in a container: it runs code of others.',
    ),
    'set -eu',
    '',
    ...plan.tools.map(({ name, version, reason }) => comment(`${name} ${version}: ${reason}`)),
    ...installLines(plan.tools, quote),
    ...assignments(plan.environment).map((assignment) => `export ${assignment}`),
    ...(plan.before === null ? [] : [comment(`Versions published after ${plan.before} did not exist yet.`)]),
    ...(plan.before === null || plan.lockfile !== null
      ? []
      : [`export npm_config_before=${quote(plan.before)}`]),
    ...plan.edits.map(({ path, reason }) => comment(`${path}: ${reason}`)),
    ...plan.steps.flatMap((step) => ['', ...stepLines(step)]),
    '',
    comment('The tarball:'),
    `ls -- ${quote(plan.output)}`,
    '',
  ].join('\n');
}

/** The recipe that a plan was made from, word by word. */
function recipeLines({ recipe }: Plan): string[] {
  if (recipe === null) return [];
  const text = recipe.text.trimEnd().split('\n');
  return [`recipe ${recipe.path} (${recipe.from}), sha256 ${recipe.digest}:`, ...text].map(comment);
}

function stepLines(step: PlanStep): string[] {
  const assigned = assignments(step.environment);
  const command = [...(assigned.length > 0 ? ['env', ...assigned] : []), ...step.command.map(quote)].join(
    ' ',
  );
  const folder = step.directory === '' ? '' : `cd -- ${quote(`./${step.directory}`)} && `;
  return [
    comment(`${step.name}: ${step.reason}`),
    `(${folder}${command})${step.optional ? ' || echo "failed, which this step may" >&2' : ''}`,
  ];
}

function assignments(environment: Record<string, string>): string[] {
  return Object.entries(environment)
    .filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
    .map(([name, value]) => `${name}=${quote(value)}`);
}

/** One comment line: everything but printable ASCII is written as its code. */
function comment(text: string): string {
  return `# ${text.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)}`;
}

/** A word of the shell. What a terminal could take for a command to itself is written as octal bytes for printf. */
function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (/^[\x20-\x7e]*$/.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  const bytes = [...Buffer.from(word)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `"$(printf '${bytes}')"`;
}
