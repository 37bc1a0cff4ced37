import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema.js';
import { bubblewrapArguments, sources } from '../../../src/sandbox/bubblewrap-arguments.js';
import { containerArguments } from '../../../src/sandbox/container-arguments.js';
import type { SandboxRun } from '../../../src/sandbox/engine.js';
import { type Surroundings, usualSurroundings } from '../../../src/sandbox/surroundings.js';

const { sandbox } = configSchema.parse({});
const run = (changes: Partial<SandboxRun> = {}): SandboxRun => ({
  step: {
    name: 'build',
    phase: 'build',
    command: ['SECRET-COMMAND'],
    directory: '',
    environment: { LD_PRELOAD: '/build/evil.so' },
    network: 'none',
    optional: false,
    reason: '',
  },
  work: '/host/work',
  workPath: '/build',
  mounts: [{ from: '/host/tools', to: '/tools', writable: false }],
  environment: { LD_PRELOAD: '/build/evil.so' },
  helperNode: '/tools/node/bin/node',
  socket: null,
  port: 4873,
  limits: sandbox.limits,
  log: '/host/log',
  signal: new AbortController().signal,
  ...changes,
});
const settings = {
  cli: 'docker',
  sandbox,
  name: 'reprove-1-a',
  owner: '1-2-3',
  user: '1000:1000',
  passwd: '/host/passwd',
  rootless: false,
} as const;
const bubblewrap = (changes?: Partial<SandboxRun>) => bubblewrapArguments(run(changes), (path) => path, 100);
const container = (changes?: Partial<SandboxRun>) => containerArguments(run(changes), settings);

/** Value behind an option. */
const after = (args: string[], option: string) => args[args.indexOf(option) + 1];

describe('arguments of every engine', () => {
  it.each([
    ['bubblewrap', bubblewrap],
    ['docker', container],
  ])('%s: say nothing of the step, which only the helper may know', (_, args) => {
    expect(args().join(' ')).not.toMatch(/SECRET-COMMAND|evil\.so/);
  });

  it.each([
    ['bubblewrap', bubblewrap],
    ['docker', container],
  ])('%s: have other surroundings where these are asked for, and the usual ones else', (name, args) => {
    const around: Surroundings = {
      ...usualSurroundings,
      home: '/home/maintainer',
      host: 'workstation',
      processor: 3,
      etc: { hostname: '/host/etc/hostname' },
    };
    const other = args({ workPath: '/srv/x', around }).join(' ');
    for (const word of ['/home/maintainer', '--hostname workstation', '/srv/x', '/host/etc/hostname'])
      expect(other).toContain(word);
    expect(other).toMatch(name === 'docker' ? /--cpuset-cpus 3/ : /taskset --cpu-list 3/);
    expect(other).not.toContain('/home/builder');
    expect(args().join(' ')).not.toMatch(/taskset|cpuset/);
  });

  it.each([
    ['bubblewrap', bubblewrap],
    ['docker', container],
  ])('%s: show the socket only to a step that has one', (_, args) => {
    expect(args().join(' ')).not.toContain('registry.sock');
    expect(args({ socket: '/host/proxy.sock' }).join(' ')).toContain('/host/proxy.sock');
  });
});

describe('bubblewrapArguments', () => {
  it('makes the root read-only after everything is in place', () => {
    const args = bubblewrap();
    const last = args.lastIndexOf('/build');
    expect(args.findIndex((arg, index) => arg === '--remount-ro' && args[index + 1] === '/')).toBeGreaterThan(
      last,
    );
  });

  it('lets only the work folder be written', () => {
    const args = bubblewrap();
    const writable = args.flatMap((arg, index) => (arg === '--bind' ? [args[index + 1]] : []));
    expect(writable).toEqual(['/host/work']);
  });

  it('asks for no more open files than the host allows', () => {
    expect(bubblewrap()).toContain('--nofile=100');
  });

  it('names each source once', () => {
    const mount = { from: '/host/work', to: '/again', writable: false };
    expect(sources(run({ mounts: [mount] })).filter((path) => path === '/host/work')).toHaveLength(1);
  });
});

describe('containerArguments', () => {
  it('quotes paths so that they add no mount option', () => {
    const from = '/host/a",readonly=false,"b';
    const args = container({ mounts: [{ from, to: '/tools', writable: false }] });
    expect(args).toContain(
      '"type=bind","source=/host/a"",readonly=false,""b","destination=/tools","readonly"',
    );
  });

  it("keeps the user's proxies out", () => {
    expect(container()).toEqual(expect.arrayContaining(['HTTPS_PROXY=', 'http_proxy=', 'NO_PROXY=']));
  });

  it('passes a runtime through when one is configured', () => {
    expect(container()).not.toContain('--runtime');
    const args = containerArguments(run(), { ...settings, sandbox: { ...sandbox, runtime: 'runsc' } });
    expect(after(args, '--runtime')).toBe('runsc');
  });
});
