import { describe, expect, it } from 'vitest';
import { leaveOutBunHosts } from '../../../src/npm/bunfig-hosts.js';

describe('settings of bun that lead to other hosts', () => {
  it('are left out with all of their values, and nothing else is touched', () => {
    const text =
      'preload = ["./a.ts"]\r\n[install]\r\nregistry = "https://npm.example"\r\nca = [\r\n  "one ]",\r\n  "two",\r\n]\r\n' +
      'exact = true\r\n\r\n[install.scopes]\r\nteam = "https://npm.team.example"\r\n"@other" = { url = "x" }\r\n' +
      '[install.security]\nscanner = "a"\n[install.cache]\ndir = "x"\n[test]\nca = 1';
    expect(leaveOutBunHosts(text)).toEqual({
      text:
        'preload = ["./a.ts"]\r\n[install]\r\nregistry = "https://npm.example"\r\nexact = true\r\n\r\n' +
        '[install.cache]\ndir = "x"\n[test]\nca = 1',
      settings: ['install.ca', 'install.scopes', 'install.security'],
    });
  });

  it('are found as dotted keys and as one value', () => {
    const text = 'install.scopes.team = "x"\n[install]\nscopes = { team = "x" }\n[scopes]\na = 1\n';
    expect(leaveOutBunHosts(text)).toEqual({
      text: '[install]\n[scopes]\na = 1\n',
      settings: ['install.scopes'],
    });
  });
});
