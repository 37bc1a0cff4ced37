import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaveOutForeign } from '../../../src/npm/foreign-dependencies.js';

const git = 'git+https://git.example/team/suite.git#1234';
const archive = 'https://files.example/fork-1.0.0.tgz';
const text = (value: object) => JSON.stringify(value);
const left = (name: string, value: object) => {
  const { text: after, names } = leaveOutForeign(name, text(value));
  return { json: JSON.parse(after), names };
};

describe('leaveOutForeign', () => {
  it.each(['git@github.com:team/suite.git', git, archive, 'github:team/suite', 'team/suite#main'])(
    'leaves %s out of the development dependencies',
    (range) => {
      expect(left('package.json', { devDependencies: { suite: range, tool: '^1.0.0' } })).toEqual({
        json: { devDependencies: { tool: '^1.0.0' } },
        names: ['suite'],
      });
    },
  );

  it.each(['^1.0.0', 'latest', 'npm:other@1', 'workspace:*', 'file:../suite', ''])('keeps %s', (range) => {
    const manifest = text({ devDependencies: { suite: range } });
    expect(leaveOutForeign('package.json', manifest)).toEqual({ text: manifest, names: [] });
  });

  it('keeps what the package itself depends on', () => {
    const manifest = text({ dependencies: { suite: git }, peerDependencies: { suite: git } });
    expect(leaveOutForeign('package.json', manifest)).toEqual({ text: manifest, names: [] });
  });

  it('leaves it out of a lockfile by place, with what was installed for it, and of the list by name', () => {
    const lock = {
      lockfileVersion: 2,
      packages: {
        '': { devDependencies: { suite: git, tool: '^1.0.0' }, optionalDependencies: { fork: archive } },
        'packages/a': { devDependencies: { suite: git } },
        'node_modules/fork': { resolved: archive, optional: true },
        'node_modules/suite': { resolved: git, dev: true, dependencies: { tool: '^1.0.0' } },
        'node_modules/tool': { version: '1.0.0' },
        'packages/a/node_modules/suite': { resolved: git, dev: true },
      },
      dependencies: { suite: { version: git, dev: true }, tool: { version: '1.0.0', dev: true } },
    };
    expect(left('package-lock.json', lock)).toEqual({
      json: {
        lockfileVersion: 2,
        packages: {
          '': { devDependencies: { tool: '^1.0.0' }, optionalDependencies: {} },
          'packages/a': { devDependencies: {} },
          'node_modules/tool': { version: '1.0.0' },
        },
        dependencies: { tool: { version: '1.0.0', dev: true } },
      },
      names: ['fork', 'suite'],
    });
  });

  it('leaves out what a development tool takes from elsewhere, and keeps the tool', () => {
    const tool = { resolved: 'https://registry.example/tool/-/tool-1.0.0.tgz', dev: true };
    const lock = {
      packages: {
        '': { devDependencies: { tool: '^1.0.0' } },
        'node_modules/tool': { ...tool, dependencies: { suite: archive, plain: '^2.0.0' } },
        'node_modules/suite': { resolved: archive, dev: true },
      },
    };
    expect(left('package-lock.json', lock)).toEqual({
      json: {
        packages: {
          '': { devDependencies: { tool: '^1.0.0' } },
          'node_modules/tool': { ...tool, dependencies: { plain: '^2.0.0' } },
        },
      },
      names: ['suite'],
    });
  });

  it('keeps a lockfile that takes only dependencies of the package from elsewhere', () => {
    const lock = text({
      packages: { '': { dependencies: { suite: git } }, 'node_modules/suite': { resolved: git } },
      dependencies: { suite: { version: git } },
    });
    expect(leaveOutForeign('package-lock.json', lock)).toEqual({ text: lock, names: [] });
  });

  it('never throws, and changes nothing where it names nothing', () => {
    const file = fc.constantFrom('package.json', 'package-lock.json');
    fc.assert(
      fc.property(file, fc.oneof(fc.string(), fc.json()), (name, content) => {
        const { text: after, names } = leaveOutForeign(name, content);
        expect(names.length === 0).toBe(after === content);
      }),
    );
  });
});
