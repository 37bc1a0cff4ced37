import { describe, expect, it } from 'vitest';
import { ownVersions, withoutLostDevelopment } from '../../../src/npm/lost-development.js';

const lock = `__metadata:
  version: 8

"@s/tool@npm:^1.0.0, @s/tool@npm:^1.1.0":
  version: 1.2.0
  resolution: "@s/tool@npm:1.2.0"
  dependencies:
    inner: "npm:^3.0.0"

"inner@npm:^3.0.0":
  version: 3.0.0
  resolution: "inner@npm:3.0.0"

"root@workspace:.":
  version: 0.0.0-use.local
  resolution: "root@workspace:."
  dependencies:
    "@s/tool": "npm:^1.1.0"
    own: "workspace:*"
    plain: "npm:2"
  languageName: unknown

"plain@npm:2":
  version: 2.0.0
  resolution: "plain@npm:2.0.0"
`;

describe('dependencies of the source that a registry has lost', () => {
  it('are looked for among those that its own packages ask for', () => {
    const found = ownVersions(lock).map(({ name, version }) => `${name}@${version}`);
    expect(found).toEqual(['@s/tool@1.2.0', 'plain@2.0.0']);
    expect(ownVersions(lock.replaceAll('\n', '\r\n'))).toHaveLength(2);
  });

  it.each(['', '{', '"a@npm:1":\n<<<<<<<', lock.slice(0, 200)])('are none in %j', (text) => {
    expect(ownVersions(text)).toEqual([]);
  });

  it('are left out where they are for development, and never where the package needs them', () => {
    const text = JSON.stringify({
      dependencies: { plain: '2' },
      devDependencies: { '@s/tool': '^1.1.0', other: '1' },
    });
    const left = withoutLostDevelopment(text, new Set(['@s/tool@1.2.0', 'plain@2.0.0']));
    expect(left.names).toEqual(['@s/tool']);
    expect(JSON.parse(left.text)).toEqual({ dependencies: { plain: '2' }, devDependencies: { other: '1' } });
  });

  it.each(['null', '[]', '{"devDependencies": 1}', '{'])('leave %s as it is', (text) => {
    expect(withoutLostDevelopment(text, new Set(['a@1.0.0']))).toEqual({ text, names: [] });
  });
});
