import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { Context } from '../context.js';
import type { Ecosystem } from '../ecosystem.js';
import type { Possibilities } from './variation.js';

/** What of this machine and of its registry variations depend on. */
export async function possibilities(ecosystem: Ecosystem, context: Context): Promise<Possibilities> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const allowed = /^Cpus_allowed_list:\s*(.+)$/m.exec(status)?.[1] ?? '';
  const processors = allowed.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return Number.isInteger(from) && Number.isInteger(to)
      ? Array.from({ length: to! - from! + 1 }, (_, at) => from! + at)
      : [];
  });
  const listed = await execa('locale', ['-a'], { reject: false });
  return {
    processors,
    nodeVersions: ((await ecosystem.toolVersions(context)).get('node') ?? []).map(({ version: of }) => of),
    locales: listed.exitCode === 0 ? listed.stdout.split('\n') : null,
    offline: context.offline,
  };
}
