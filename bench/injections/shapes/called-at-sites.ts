import { builtScriptsOf } from '../../tamperings/tampering.js';
import { type Edit, editScript, insertion } from '../edit-script.js';
import { payload } from '../payloads.js';
import { defineShape } from '../shape.js';
import { type Node, placesIn, type Script } from '../syntax.js';

/** A function put in, and calls of it where others begin: it gets what they are given. */
export const calledAtSites = defineShape({
  id: 'called-at-sites',
  kind: 'code-adding',
  like: '@solana/web3.js 1.95.6 (addToQueue)',
  apply: (honest, random) =>
    editScript(honest, random, builtScriptsOf(honest), (script) => {
      const sites = random.shuffle(functionBodies(script)).slice(0, 3);
      const last = script.body.at(-1);
      if (sites.length === 0 || last === undefined) return [];
      const declared = `\nfunction addToQueueMarker(value) { globalThis.__reprove_seen = value; ${payload(random, script.module)} }`;
      return [insertion(last.end, declared), ...sites.map(call)];
    }),
});

/** Functions with a block of their own. A constructor may call before `super`; a directive has to stay first. */
function functionBodies(script: Script): Node[] {
  return placesIn(script).flatMap(({ node }) => {
    const body = node.body as Node | null;
    const isFunction = /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression)$/.test(node.type);
    return isFunction && (body?.type === 'BlockStatement' || body?.type === 'FunctionBody') ? [node] : [];
  });
}

function call({ params, body }: Node): Edit {
  const { start, body: statements } = body as Node & { body: Node[] };
  const directives = statements.filter(({ directive }) => typeof directive === 'string');
  const first = (params as Node[])[0];
  const value = first?.type === 'Identifier' ? String(first.name) : "''";
  return insertion(directives.at(-1)?.end ?? start + 1, `;addToQueueMarker(${value});`);
}
