import { describe, expect, it } from 'vitest';
import { dispensable, withoutPackages } from '../../../src/npm/lost-development.js';

const text = JSON.stringify({
  dependencies: { plain: '2' },
  devDependencies: { '@s/tool': '^1.1.0', renamed: 'npm:real@1', other: '1' },
  optionalDependencies: { extra: '*' },
  resolutions: { native: 'npm:@s/stub@1.0.0', other: '1.2.3' },
});

describe('packages that a registry has lost', () => {
  it('are looked for among those that a package can be without, by the names that the registry knows', () => {
    const names = dispensable(text).map(({ kind, name }) => `${kind} ${name}`);
    expect(names).toEqual([
      'devDependencies @s/tool',
      'devDependencies real',
      'devDependencies other',
      'optionalDependencies extra',
      'resolutions @s/stub',
    ]);
  });

  it('are left out, and never where the package needs them', () => {
    const left = withoutPackages(text, new Set(['@s/tool', 'real', 'plain', '@s/stub']));
    expect(left.names).toEqual(['@s/tool', 'real', '@s/stub']);
    expect(JSON.parse(left.text)).toEqual({
      dependencies: { plain: '2' },
      devDependencies: { other: '1' },
      optionalDependencies: { extra: '*' },
      resolutions: { other: '1.2.3' },
    });
  });

  it.each(['null', '[]', '{"devDependencies": 1}', '{'])('leave %s as it is', (unreadable) => {
    expect(withoutPackages(unreadable, new Set(['a']))).toEqual({ text: unreadable, names: [] });
  });
});
