import { parse } from 'yaml';
import { isJson } from '../../json-object.js';

const longest = 64 * 2 ** 10;
const phases = ['before_script', 'script', 'after_success', 'before_deploy'];

/** Commands of a Travis configuration in the order of its phases, with a publish where its npm provider deploys. Never throws. */
export function travisLines(text: string | undefined): string[] {
  if (text === undefined || text.length > longest) return [];
  let root: unknown;
  try {
    root = parse(text, { maxAliasCount: 50, logLevel: 'error' });
  } catch {
    return [];
  }
  if (!isJson(root)) return [];
  const matrix = isJson(root.jobs) ? root.jobs : isJson(root.matrix) ? root.matrix : {};
  const jobs = (Array.isArray(matrix.include) ? matrix.include : []).filter(isJson).slice(0, 50);
  // A job of its own for releases stands for all; its lines replace those of the root.
  const job = jobs.find((one) => /deploy|release|publish/i.test(`${one.stage} ${one.name}`));
  const effective = { ...root, ...job };
  const lines = phases.flatMap((phase) => strings(effective[phase]));
  const deploys = (Array.isArray(effective.deploy) ? effective.deploy : [effective.deploy]).filter(isJson);
  return [
    ...lines,
    ...deploys.flatMap((deploy) =>
      deploy.provider === 'npm' ? ['npm publish'] : strings(deploy.script).slice(0, 20),
    ),
  ];
}

function strings(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string').slice(0, 50);
}
