/** A target of a Makefile: what it needs and the lines that make it. */
export interface MakeTarget {
  name: string;
  needs: string[];
  recipe: string[];
}

const longest = 128 * 2 ** 10;
const mostTargets = 500;
const mostLines = 3_000;
const longestLine = 1_000;

/**
 * Reads the plain part of a Makefile: simple variables and explicit targets. Functions, patterns and conditions are left alone:
 * who meets one in a line cannot tell what it does. Never throws.
 */
export function readMakefile(text: string): Map<string, MakeTarget> {
  const targets = new Map<string, MakeTarget>();
  if (text.length > longest) return targets;
  const variables = new Map<string, string>([['MAKE', 'make']]);
  let current: MakeTarget[] = [];
  for (const line of text
    .replace(/\\\r?\n[ \t]*/g, ' ')
    .split(/\r?\n/)
    .slice(0, mostLines)) {
    if (line.length > longestLine) continue;
    if (line.startsWith('\t')) {
      const command = line.trim().replace(/^[@+-]+\s*/, '').replace(/(?:^|\s)#.*$/, '').trim(); // biome-ignore format: one chain
      if (command === '') continue;
      for (const target of current)
        target.recipe.push(expand(command.replaceAll('$@', target.name), variables));
      continue;
    }
    const variable = /^(?:export\s+)?([\w.-]+)\s*[:?]*=\s*(.*)$/.exec(line);
    if (variable !== null) {
      if (variables.size < mostTargets)
        variables.set(variable[1]!, variable[2]!.replace(/\s#.*$/, '').trim());
      continue;
    }
    const rule = /^([^\s#:=][^#:=]*?)\s*::?\s*([^=#;]*)(?:#.*)?$/.exec(line);
    if (rule === null) continue;
    current = [];
    const needs = words(expand(rule[2]!, variables));
    for (const name of words(expand(rule[1]!, variables))) {
      if (name.startsWith('.') || name.includes('%') || targets.size >= mostTargets) continue;
      const target = targets.get(name) ?? { name, needs: [], recipe: [] };
      target.needs.push(...needs);
      targets.set(name, target);
      current.push(target);
    }
  }
  return targets;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => /^[\w./-]+$/.test(word));
}

/** Puts in plain variables, and what they name in turn; `$$` is the shell's own. */
function expand(text: string, variables: ReadonlyMap<string, string>, depth = 0): string {
  if (depth > 5 || text.length > 4 * longestLine) return text;
  const expanded = text.replace(
    /\$[({]([\w.-]+)[)}]/g,
    (whole, name: string) => variables.get(name) ?? whole,
  );
  return expanded === text ? text.replaceAll('$$', '$') : expand(expanded, variables, depth + 1);
}
