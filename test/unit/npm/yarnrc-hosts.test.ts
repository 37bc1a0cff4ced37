import { describe, expect, it } from 'vitest';
import { leaveOutHosts } from '../../../src/npm/yarnrc-hosts.js';

describe('settings of yarn that lead to other hosts', () => {
  it('are left out with all below them, and nothing else is touched', () => {
    const text =
      'nodeLinker: node-modules\r\n\r\nnpmScopes:\r\n  team:\r\n    npmRegistryServer: "https://npm.team.example"\r\n\r\n' +
      'plugins:\n  - .yarn/plugins/a.cjs\nhttpProxy: "http://proxy.example"\nyarnPath: x';
    expect(leaveOutHosts(text)).toEqual({
      text: 'nodeLinker: node-modules\r\n\r\nplugins:\n  - .yarn/plugins/a.cjs\nyarnPath: x',
      settings: ['npmScopes', 'httpProxy'],
    });
  });

  it('are not found below other settings', () => {
    const text = 'packageExtensions:\n  a@*:\n    httpProxy: x\n';
    expect(leaveOutHosts(text)).toEqual({ text, settings: [] });
  });
});
