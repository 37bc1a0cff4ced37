#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { errorText } from './describe-error.js';
import { Interruption } from './error.js';
import { interrupts } from './interrupts.js';
import { colorful } from './io.js';
import { isVerbose, run } from './run.js';
import type { Services } from './services.js';

const services: Services = {
  pipeline: () => import('../verify.js'),
  comparing: () => import('../diff.js'),
  checking: () => import('../check.js'),
  repeating: () => import('../repeat.js'),
  reasons: () => import('../why.js'),
  deciding: () => import('../policy/decide.js'),
  planning: () => import('../npm/plan/index.js'),
  sandbox: () => import('../sandbox/choose.js'),
  registry: () => import('../npm/configuration.js'),
};

const argv = process.argv.slice(2);
// Garbage of a registry's lists would be kept for as long as there is memory: there is a smaller room for it, young and old (half of what is
// in use). A gate waits for one build, beside which half a second shows and memory doesn't.
if (argv.find((word) => !word.startsWith('-')) !== 'gate') {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=50');
}
// Deprecations inside libraries are nothing that a user could mend.
if (!isVerbose(argv)) process.removeAllListeners('warning');
const io = { stdout: process.stdout, stderr: process.stderr, env: process.env, cwd: process.cwd() };

process.on('uncaughtException', (error) => {
  process.stderr.write(
    errorText(error, null, { color: colorful(io.stderr, io.env), verbose: isVerbose(argv) }),
  );
  process.exit(4);
});
const controller = interrupts(process, (code) => process.exit(code));
// A reader that has seen enough (`| head`) ends the work that is left, without a word.
process.stdout.on('error', () => controller.abort(new Interruption('SIGPIPE', 141)));
process.stderr.on('error', () => undefined);

const code = await run(argv, io, services, controller.signal);
// What has been written is out before the end; a connection that a registry keeps open doesn't delay it.
process.stdout.write('', () => process.exit(code));
