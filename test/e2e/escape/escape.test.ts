import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { removeWork } from '../../../src/sandbox/remove-work.js';
import { type PlantedHost, plantedHost, processesWith } from './host.js';
import { attempt, node, presentEngines, program, removeFolders, scratchFolder } from './sandbox.js';

const allowedWithout = process.env.REPROVE_TEST_WITHOUT_SANDBOX === '1';
const root = process.getuid?.() === 0;
const marker = () => randomBytes(4).readUInt32BE(0) + 10_000_000;

let host: PlantedHost;
beforeAll(async () => {
  host = await plantedHost();
});
afterAll(() => host.close());
afterEach(removeFolders);

describe('without a sandbox', () => {
  it('the planted files can be read', () => {
    for (const path of host.files) expect(readFileSync(path, 'utf8')).toBe(host.secret);
  });

  it('the planted services can be reached', async () => {
    const targets = [
      ...host.addresses.map((address) => ({ name: address.host, ...address })),
      ...host.sockets.map((path) => ({ name: path, path })),
    ];
    const lines = await runOnHost('connect.cjs', [JSON.stringify(targets)]);
    expect(lines.filter((line) => line.includes(host.secret))).toHaveLength(targets.length);
  });

  it('the planted process can be seen', () => {
    expect(processesWith(host.secret)).toContain(host.pid);
  });
});

for (const { engine, missing } of await presentEngines()) {
  if (missing !== null) {
    console.warn(`\n*** ESCAPE SUITE NOT RUN FOR ${engine.name}: ${missing}\n`);
    // Without bubblewrap the suite would prove nothing and look green.
    if (engine.name === 'bubblewrap' && !allowedWithout)
      it('bubblewrap works here, or REPROVE_TEST_WITHOUT_SANDBOX=1 says that it need not', () => {
        throw new Error(missing);
      });
    else it.skip(`ESCAPE SUITE NOT RUN FOR ${engine.name}: ${missing}`);
    continue;
  }

  describe(`inside ${engine.name}`, () => {
    describe('reading', () => {
      it('finds no file of the host', async () => {
        const paths = [...host.files, '/etc/shadow', '/root', '/proc/1/root/etc/shadow', '/run/docker.sock'];
        const { log } = await attempt(engine, {
          command: [
            'sh',
            '-c',
            'for f in "$@"; do cat "$f" "/proc/self/root$f" "/proc/1/cwd/../..$f"; done',
            'sh',
            ...paths,
          ],
        });
        expect(log).not.toContain(host.secret);
        expect(log).not.toMatch(/^root:[^:]*:\d+:/m);
        expect(log).toContain('No such file');
      });

      it('finds nothing by searching', async () => {
        const { log } = await attempt(engine, {
          command: [
            'sh',
            '-c',
            "find / -name '*reprove-planted*' -o -name published.tgz -o -name '*.sock' 2>/dev/null; echo searched",
          ],
        });
        expect(log.trim()).toBe('searched');
      });

      it("has none of the host's environment, and no other than its own", async () => {
        const { log } = await attempt(engine, {
          command: ['sh', '-c', 'cat /proc/*/environ | tr "\\0" "\\n"; echo ---; env'],
          environment: { GIVEN: 'yes' },
        });
        expect(log).not.toContain(host.secret);
        const own = log
          .split('---\n')[1]!
          .split('\n')
          .map((line) => line.split('=')[0]);
        expect(own.filter(Boolean).sort()).toEqual([
          'GIVEN',
          'HOME',
          'LOGNAME',
          'PATH',
          'PWD',
          'TMPDIR',
          'USER',
        ]);
      });

      it('sees and signals no other process', async () => {
        const { log } = await attempt(engine, {
          command: [
            'sh',
            '-c',
            'cat /proc/*/cmdline | tr "\\0" " "; kill -0 "$1" && echo "reached"" it"; ls /proc | grep -c "^[0-9]"',
            'sh',
            `${host.pid}`,
          ],
        });
        expect(log).not.toContain(host.secret);
        expect(log).not.toContain('reached it');
        expect(Number(log.trim().split('\n').at(-1))).toBeLessThan(12);
      });

      it('knows neither the host by name nor its hardware', async () => {
        const look =
          'cat /proc/sys/kernel/hostname; id -un; id -u; find /sys -path /sys/fs/cgroup -prune -o -type f -print';
        const { log } = await attempt(engine, { command: ['sh', '-c', look] });
        expect(log.replace(/^find: .*\n/m, '')).toBe('builder\nbuilder\n1000\n');
      });
    });

    describe('writing', () => {
      it('can write nowhere but to its own folders', async () => {
        const before = statSync(process.execPath);
        const { log, work } = await attempt(engine, {
          command: ['sh', 'try.sh'],
          files: { 'try.sh': program('write-everywhere.sh') },
        });
        expect(log.trim()).toBe('may write its own');
        expect(readFileSync(join(work, 'allowed'), 'utf8')).toBe('allowed\n');
        expect(statSync(process.execPath).mtimeMs).toBe(before.mtimeMs);
      });

      it('keeps nothing private from one step to the next', async () => {
        const first = await attempt(engine, {
          command: ['sh', '-c', 'touch /tmp/left "$HOME/left" /dev/shm/left; ls /tmp'],
        });
        const { log } = await attempt(engine, {
          command: ['sh', '-c', 'ls /tmp "$HOME" /dev/shm'],
          work: first.work,
        });
        expect(first.log).toContain('left');
        expect(log).not.toContain('left');
      });

      it('makes the folder that a step needs inside, whatever lies in its place', async () => {
        const outside = scratchFolder();
        const { work } = await attempt(engine, { command: ['ln', '-s', outside, 'link'] });
        const made = await attempt(engine, {
          command: ['sh', '-c', 'touch a/b/file'],
          folder: 'a/b',
          work,
        });
        expect(made.outcome.exitCode).toBe(0);
        expect(existsSync(join(work, 'a/b/file'))).toBe(true);
        const led = await attempt(engine, { command: ['true'], folder: 'link/below', work });
        expect(led.outcome).toMatchObject({ endedBy: 'exit', exitCode: 127 });
        expect(existsSync(join(outside, 'below'))).toBe(false);
      });

      it('leaves links and closed folders that harm nobody', async () => {
        const target = host.files[0]!;
        const { work } = await attempt(engine, {
          command: [
            'sh',
            '-c',
            'ln -s "$1" link; ln -s / top; mkdir -p shut/in && touch shut/in/file && chmod 0 shut/in shut',
            'sh',
            target,
          ],
        });
        expect(lstatSync(join(work, 'link')).isSymbolicLink()).toBe(true);
        await removeWork(work);
        expect(existsSync(work)).toBe(false);
        expect(readFileSync(target, 'utf8')).toBe(host.secret);
      });
    });

    describe('network', () => {
      it('reaches no address, no name and no socket', async () => {
        const targets = [
          ...host.addresses.map((address) => ({ name: address.host, ...address })),
          ...host.sockets.map((path) => ({ name: path, path })),
          { name: 'docker', path: '/var/run/docker.sock' },
          { name: 'outside', host: '192.0.2.1', port: 443 },
          { name: 'metadata', host: '169.254.169.254', port: 80 },
          { name: 'resolver', host: 'example.com', port: 80 },
          { name: 'host name', host: hostname(), port: host.addresses[0]!.port },
          { name: 'no forwarder', host: '127.0.0.1', port: 4873 },
        ];
        const { log } = await attempt(engine, {
          command: [node, 'connect.js', JSON.stringify(targets)],
          files: { 'connect.js': program('connect.cjs') },
        });
        expect(log).not.toContain('reached');
        expect(log.trim().split('\n')).toHaveLength(targets.length);
      });

      it('with the registry socket reaches it, both ways, and nothing else', async () => {
        const path = join(scratchFolder(), 'registry.sock');
        const server = createServer({ allowHalfOpen: true }, (connection) => {
          let heard = '';
          connection.on('data', (data) => {
            heard += data;
          });
          connection.on('end', () => connection.end(`heard ${heard.length}`));
        });
        await new Promise<void>((resolve) => server.listen(path, resolve));
        const talk = `var s = require('net').connect({ port: 4873, host: '127.0.0.1', allowHalfOpen: true });
          s.end(Buffer.alloc(1000000, 97)); s.on('data', function (d) { console.log(String(d)); });`;
        const targets = [
          { name: 'loopback', ...host.addresses[0]! },
          { name: 'docker', path: '/var/run/docker.sock' },
        ];
        const { log } = await attempt(engine, {
          command: ['sh', '-c', `node talk.js; node connect.js '${JSON.stringify(targets)}'`],
          files: { 'talk.js': talk, 'connect.js': program('connect.cjs') },
          socket: path,
        });
        server.close();
        expect(log).toContain('heard 1000000');
        expect(log).not.toContain('reached');
      });
    });

    describe('resources', () => {
      it('stops a fork bomb at its limit', async () => {
        const mark = `${marker()}`;
        const { log } = await attempt(engine, {
          command: [node, 'bomb.js', '500', mark],
          files: { 'bomb.js': program('fork-bomb.cjs') },
          limits: { processes: 100 },
        });
        const got = Number(/processes (\d+)/.exec(log)?.[1]);
        expect(got).toBeGreaterThan(10);
        expect(got).toBeLessThan(100);
        expect(processesWith(mark)).toEqual([]);
      });

      it('survives a fork bomb that never ends', async () => {
        const mark = `bomb${marker()}`;
        const { outcome } = await attempt(engine, {
          command: ['bash', '-c', 'f() { f | f & }; f; wait; sleep 60', mark],
          limits: { processes: 100, wallSeconds: 3 },
        });
        expect(['wall-time', 'exit', 'signal']).toContain(outcome.endedBy);
        expect(processesWith(mark)).toEqual([]);
      });

      it('ends what takes too much memory', async () => {
        const { outcome, log } = await attempt(engine, {
          command: [node, 'bomb.js', `${2 ** 30}`],
          files: { 'bomb.js': program('memory-bomb.cjs') },
          limits: { memoryBytes: 256 * 2 ** 20 },
        });
        expect(outcome.endedBy).toBe('memory');
        expect(log).not.toContain('took all');
        expect(outcome.peakMemoryBytes).toBeLessThan(300 * 2 ** 20);
      });

      it('ends what hides the memory in many processes', async () => {
        const bombs = `for i in 1 2 3 4 5 6 7 8; do node bomb.js ${96 * 2 ** 20} & done; wait; sleep 5; echo took all`;
        const { outcome } = await attempt(engine, {
          command: ['sh', '-c', bombs],
          files: { 'bomb.js': `${program('memory-bomb.cjs')}setTimeout(function () {}, 20000);` },
          limits: { memoryBytes: 400 * 2 ** 20 },
        });
        expect(outcome.endedBy).toBe('memory');
      });

      it('bounds the private folders', async () => {
        const { log } = await attempt(engine, {
          command: [
            'sh',
            '-c',
            'for d in /tmp "$HOME" /dev/shm; do dd if=/dev/zero of=$d/big bs=1M count=600; done 2>&1',
          ],
          limits: { temporaryBytes: 32 * 2 ** 20 },
        });
        expect(log.match(/No space left/g)).toHaveLength(3);
      });

      it('bounds one big file', async () => {
        const { work } = await attempt(engine, {
          command: ['sh', '-c', 'dd if=/dev/zero of=big bs=1M count=600'],
          limits: { diskBytes: 64 * 2 ** 20 },
        });
        expect(statSync(join(work, 'big')).size).toBeLessThanOrEqual(64 * 2 ** 20);
      });

      it('ends what fills the disk with many files', async () => {
        const { outcome, work } = await attempt(engine, {
          command: ['sh', '-c', 'i=0; while :; do head -c 1000000 /dev/zero > f$i; i=$((i+1)); done'],
          limits: { diskBytes: 64 * 2 ** 20 },
        });
        await removeWork(work);
        expect(outcome.endedBy).toBe('disk');
      });

      it('ends what fills the disk with empty files', async () => {
        const { outcome, work } = await attempt(engine, {
          command: [node, '-e', 'for (var i = 0; ; i++) require("fs").writeFileSync("f" + i, "")'],
          limits: { diskBytes: 32 * 2 ** 20 },
        });
        await removeWork(work);
        expect(outcome.endedBy).toBe('disk');
      });

      it('ends a log flood and keeps a bounded log', async () => {
        const { outcome, log } = await attempt(engine, { command: ['yes'], limits: { logBytes: 2 ** 20 } });
        expect(outcome.endedBy).toBe('log');
        expect(outcome.logBytes).toBe(2 ** 20);
        expect(log.length).toBeLessThan(2 ** 20 + 200);
      });

      it('ends what takes too long', async () => {
        const mark = `${marker()}`;
        const { outcome } = await attempt(engine, { command: ['sleep', mark], limits: { wallSeconds: 1 } });
        expect(outcome.endedBy).toBe('wall-time');
        expect(outcome.wallSeconds).toBeLessThan(6);
        expect(processesWith(mark)).toEqual([]);
      });

      it('ends what computes too long', async () => {
        const { outcome } = await attempt(engine, {
          command: ['sh', '-c', 'while :; do :; done'],
          limits: { cpuSeconds: 1 },
        });
        expect(outcome.endedBy).toBe('cpu-time');
      });

      it('ends at once when asked to', async () => {
        const mark = `${marker()}`;
        const asked = new AbortController();
        setTimeout(() => asked.abort(), 1_000);
        const { outcome } = await attempt(engine, { command: ['sleep', mark], signal: asked.signal });
        expect(outcome.endedBy).toBe('abort');
        expect(processesWith(mark)).toEqual([]);
      });
    });

    describe('staying', () => {
      it('leaves no process behind, however it hides', async () => {
        const mark = `outlive${marker()}`;
        const { outcome, work } = await attempt(engine, {
          command: ['sh', 'outlive.sh', mark, node],
          files: { 'outlive.sh': program('outlive.sh') },
        });
        expect(outcome.exitCode).toBe(0);
        expect(processesWith(mark)).toEqual([]);
        const size = statSync(join(work, 'late')).size;
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(statSync(join(work, 'late')).size).toBe(size);
      });

      it('gains nothing by ending the helper', async () => {
        const mark = `${marker()}`;
        const { outcome } = await attempt(engine, {
          command: [
            'sh',
            '-c',
            `setsid sleep ${mark} & kill -USR1 $PPID; kill -TERM $PPID; kill -9 1; sleep 0.3; kill -9 $PPID; sleep 5; echo free`,
          ],
        });
        expect(outcome.endedBy).toBe('signal');
        expect(outcome.wallSeconds).toBeLessThan(4);
        expect(processesWith(mark)).toEqual([]);
      });

      it('can not rewrite the first process, which dies with us', async () => {
        const open = `for (const path of ['/proc/1/mem', '/proc/1/task/1/mem', '/proc/' + process.ppid + '/mem'])
          try { require('fs').openSync(path, 'r+'); console.log('opened ' + path) } catch (e) { console.log(e.code) }`;
        const { log } = await attempt(engine, { command: [node, '-e', open] });
        // The helper's memory is the control: of the same user, and open as usual.
        expect(log).toMatch(/^EACCES\nEACCES\nopened \/proc\/\d+\/mem\n$/);
      });

      it('gains nothing by stopping everything it may', async () => {
        const mark = `${marker()}`;
        const { outcome } = await attempt(engine, {
          command: ['sh', '-c', `setsid sleep ${mark} & kill -STOP -1; sleep 30`],
          limits: { wallSeconds: 2 },
        });
        expect(outcome.endedBy).toBe('wall-time');
        expect(processesWith(mark)).toEqual([]);
      });
    });

    describe('privileges', () => {
      let calls: Map<string, string>;
      beforeAll(async () => {
        const { log } = await attempt(engine, {
          command: ['sh', '-c', 'cc -o calls calls.c && ./calls'],
          files: { 'calls.c': program('calls.c') },
        });
        const lines = log.split('\n').flatMap((line) => [...line.matchAll(/^(\w+) (granted|refused \d+)$/g)]);
        calls = new Map(lines.map(([, name, result]) => [name!, result!]));
      });

      const names = [...program('calls.c').matchAll(/CALL\((?!name)(\w+)\)/g)].map(([, name]) => name!);
      it.each(names)('is refused: %s', (name) => {
        expect(calls.get(name)).toMatch(/^refused \d+$/);
      });

      it('compiles and runs programs all the same', () => {
        expect(calls.size).toBe(names.length);
        expect(names.length).toBeGreaterThan(30);
      });

      it.runIf(root)('gains nothing from a program that belongs to root and is setuid', async () => {
        const folder = scratchFolder();
        chmodSync(folder, 0o755);
        copyFileSync('/usr/bin/id', join(folder, 'id'));
        chmodSync(join(folder, 'id'), 0o4755);
        const control = execFileSync('setpriv', ['--reuid', '12345', '--clear-groups', join(folder, 'id')], {
          encoding: 'utf8',
        });
        expect(control).toContain('euid=0');
        const { log } = await attempt(engine, {
          command: ['/tools/setuid/id'],
          mounts: [{ from: folder, to: '/tools/setuid', writable: false }],
        });
        expect(log).toContain('uid=1000(builder)');
        expect(log).not.toContain('euid');
      });

      it.runIf(root)('gains nothing from one that was in its work folder', async () => {
        const folder = scratchFolder();
        copyFileSync('/usr/bin/id', join(folder, 'id'));
        chmodSync(join(folder, 'id'), 0o4755);
        const { log } = await attempt(engine, { command: ['./id'], work: folder });
        expect(log).toContain('uid=1000(builder)');
        expect(log).not.toContain('euid');
      });

      it('has no capability, and no way to another user', async () => {
        const { log } = await attempt(engine, {
          command: [
            'sh',
            '-c',
            'grep -E "^(Cap(Inh|Prm|Eff|Amb)|NoNewPrivs|Seccomp):" /proc/self/status; su -c id; sudo -n id; id -u',
          ],
        });
        expect(log).not.toContain('uid=0');
        expect(log.match(/^Cap\w+:\t0+$/gm)).toHaveLength(4);
        expect(log).toMatch(/NoNewPrivs:\t1/);
        expect(log).toMatch(/Seccomp:\t2/);
      });
    });

    describe('what builds need', () => {
      it('tells exit codes, signals and commands that are not there apart', async () => {
        const failed = await attempt(engine, { command: ['sh', '-c', 'echo out; echo err >&2; exit 7'] });
        expect([failed.outcome.exitCode, failed.outcome.endedBy]).toEqual([7, 'exit']);
        expect(failed.outcome.lastLines).toEqual(['out', 'err']);
        const killed = await attempt(engine, { command: ['sh', '-c', 'kill -SEGV $$'] });
        expect([killed.outcome.exitCode, killed.outcome.endedBy]).toEqual([null, 'signal']);
        const absent = await attempt(engine, { command: ['no-such-program'] });
        expect([absent.outcome.exitCode, absent.outcome.endedBy]).toEqual([127, 'exit']);
      });

      it('has a standard input that is empty, a umask of 022 and streams that can be reopened', async () => {
        const { log, outcome } = await attempt(engine, {
          command: [
            'sh',
            '-c',
            'wc -c; umask; pwd; echo reopened > /dev/stderr; test -w /dev/null && test -w "$HOME" && test -w /tmp',
          ],
        });
        expect(log).toBe('0\n0022\n/build\nreopened\n');
        expect(outcome.exitCode).toBe(0);
      });

      it('hands the work folder from one step to the next, new files of the host included', async () => {
        const first = await attempt(engine, { command: ['sh', '-c', 'echo one > made && mkdir folder'] });
        writeFileSync(join(first.work, 'folder', 'edited'), 'two');
        mkdirSync(join(first.work, 'added'));
        const { log } = await attempt(engine, {
          command: [
            'sh',
            '-c',
            'cat made folder/edited && echo three >> folder/edited && touch added/more && echo fine',
          ],
          work: first.work,
        });
        expect(log).toBe('one\ntwofine\n');
        expect(readFileSync(join(first.work, 'made'), 'utf8')).toBe('one\n');
      });
    });
  });
}

/** Runs one of the programs outside of any sandbox, as proof that it can succeed. */
async function runOnHost(name: string, args: string[]): Promise<string[]> {
  const path = fileURLToPath(new URL(`./programs/${name}`, import.meta.url));
  const { stdout } = await execa(process.execPath, [path, ...args]);
  return stdout.split('\n');
}
