import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configureFunction } from '../../../src/autotools/regenerate/configure-script.js';

describe('configuring', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reprove-configure-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs it on a `configure` of these lines; its options, how often it was tried again, and whether it came to an end. */
  const configured = async (...lines: string[]) => {
    await writeFile(join(folder, 'configure'), `#!/bin/sh\necho "$*" >> runs\n${lines.join('\n')}\n`);
    await chmod(join(folder, 'configure'), 0o755);
    const script = `${configureFunction}\nconfigured; ended=$?; echo "= $ended $again $options"`;
    const { stdout } = await execa('sh', ['-c', script], { cwd: folder });
    return stdout.split('\n').at(-1);
  };
  const usual = '--disable-dependency-tracking';
  const fails = (without: string, message: string) =>
    `case " $* " in *" ${without} "*) ;; *) echo "configure: error: ${message}" >&2; exit 1 ;; esac`;

  it('is done once where nothing is wanting', async () => {
    expect(await configured('exit 0')).toBe(`= 0 0 ${usual}`);
  });

  it('goes on without what the error says how to do without, and what the help has such an option for', async () => {
    const ended = await configured(
      'case " $* " in *" --help "*) echo "  --with-libpsl=PATH  where"; exit 0 ;; esac',
      fails('--without-ssl', 'select TLS backend(s) or disable TLS with --without-ssl.'),
      fails('--without-libpsl', 'LibPSL libs and/or directories were not found where specified!'),
    );
    expect(ended).toBe(`= 0 2 ${usual} --without-ssl --without-libpsl`);
  });

  it('takes no option of which the name only begins so', async () => {
    const help = 'case " $* " in *" --help "*) echo "  --with-sslcerts=PATH"; exit 0 ;; esac';
    expect(await configured(help, fails('--without-ssl', 'no ssl was found'))).toBe(`= 1 0 ${usual}`);
  });

  it('gives up where it does not help, where it never ends, and where nothing is said', async () => {
    const says = 'echo "configure: error: use --without-x"; exit 1';
    expect(await configured(says)).toBe(`= 1 1 ${usual} --without-x`);
    const never = 'n=$(wc -l < runs); echo "configure: error: use --without-x$((n + 0))"; exit 1';
    expect(await configured(never)).toMatch(/^= 1 5 /);
    expect(await configured('exit 1')).toBe(`= 1 0 ${usual}`);
    expect(await configured('echo "configure: error: --without-\\$(touch gone);x"; exit 1')).toBe(
      `= 1 0 ${usual}`,
    );
  });
});
