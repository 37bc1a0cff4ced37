import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema.js';
import type { SandboxRun } from '../../../src/sandbox/engine.js';
import { helperInput, readHelperReport } from '../../../src/sandbox/helper-protocol.js';

const run = (changes: Partial<SandboxRun>): SandboxRun => ({
  step: {
    name: 'build',
    phase: 'build',
    command: ['npm', 'run', 'build'],
    directory: 'packages/a',
    environment: {},
    network: 'none',
    optional: false,
    reason: '',
  },
  work: '/host/work',
  workPath: '/build',
  mounts: [],
  environment: { HOME: '/elsewhere', CI: 'true' },
  helperNode: '/tools/node/bin/node',
  socket: null,
  port: 4873,
  limits: configSchema.parse({}).sandbox.limits,
  log: '/host/log',
  signal: new AbortController().signal,
  ...changes,
});

describe('helperInput', () => {
  it('is one line, whatever the environment holds', () => {
    const text = helperInput(run({ environment: { NEWLINE: 'a\nb\u2028c' } }));
    expect(text.indexOf('\n')).toBe(text.length - 1);
    expect(JSON.parse(text).environment.NEWLINE).toBe('a\nb\u2028c');
  });

  it('runs in the step directory, with the home that the engine makes', () => {
    const message = JSON.parse(helperInput(run({})));
    expect([message.directory, message.environment.HOME, message.environment.CI]).toEqual([
      '/build/packages/a',
      '/home/builder',
      'true',
    ]);
  });

  it('names the folder that is to be there as it is inside', () => {
    expect(JSON.parse(helperInput(run({}))).folder).toBeNull();
    expect(JSON.parse(helperInput(run({ folder: 'node_modules/.out' }))).folder).toBe(
      '/build/node_modules/.out',
    );
  });

  it('forwards only for a run with a socket, and never names its host path', () => {
    expect(JSON.parse(helperInput(run({}))).forward).toBeNull();
    const text = helperInput(run({ socket: '/host/secret/registry.sock' }));
    expect(JSON.parse(text).forward.port).toBe(4873);
    expect(text).not.toContain('/host/secret');
  });
});

describe('readHelperReport', () => {
  const ended = (code: number) =>
    `{"reprove":"ended","code":${code},"signal":null,"peak":5,"outOfMemory":false}\n`;

  it('believes the first end that is told', () => {
    const report = readHelperReport(`{"reprove":"started"}\n${ended(3)}${ended(0)}`);
    expect([report.started, report.ended?.code]).toEqual([true, 3]);
  });

  it('keeps what is no message as a complaint', () => {
    const lines = ['bwrap: no', '{"reprove":"ended"}', '{"reprove":"else"}', '{"reprove":'];
    const report = readHelperReport(lines.join('\n'));
    expect(report).toEqual({ started: false, failure: null, ended: null, complaints: lines });
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readHelperReport(`{"reprove":${text}\n${text}`).ended).toBeNull();
      }),
    );
  });
});
