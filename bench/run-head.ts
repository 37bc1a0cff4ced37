import { execFileSync } from 'node:child_process';

/** What a file of results begins with: what made it. */
export function runHead(command: string) {
  const revision = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  const changes = execFileSync('git', ['status', '--porcelain', 'src', 'sandbox'], { encoding: 'utf8' });
  return {
    command,
    revision: changes === '' ? revision : `${revision} with changes`,
    node: process.version,
    day: new Date().toISOString().slice(0, 10),
  };
}
