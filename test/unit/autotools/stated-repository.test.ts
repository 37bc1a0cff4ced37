import { expect, it } from 'vitest';
import { acInit, identifyAs } from '../../../src/autotools/identify.js';
import { statedRepository } from '../../../src/autotools/stated-repository.js';

const files = (texts: Record<string, string>) =>
  new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));

it('reads what AC_INIT says in so many words', () => {
  expect(acInit('dnl AC_INIT([x], [0])\nAC_INIT([XZ Utils], [5.8.3],\n [xz@example.org], [xz])')).toEqual([
    'XZ Utils',
    '5.8.3',
    'xz@example.org',
    'xz',
  ]);
  expect(identifyAs({ name: 'xz', version: '5.8.3' })(Buffer.from('AC_INIT([XZ Utils],[v5.8.3])'))).toEqual({
    name: 'xz',
    version: '5.8.3',
    repository: null,
  });
});

it.each([
  'AC_INIT([jq], [jq_version])',
  'AC_INIT([a], m4_esyscmd([git describe]))',
  'AC_INIT',
  'AC_PREREQ([2.69])',
])('finds no version in %s', (text) => {
  expect(identifyAs({ name: 'x', version: '1' })(Buffer.from(text))).toBeNull();
});

it('takes the home of AC_INIT before what a readme names', () => {
  const stated = files({
    'configure.ac':
      'AC_INIT([T], [1], [https://github.com/team/tool/issues], [tool], [https://tool.example/])',
    'README.md': 'See https://github.com/other/tool for a fork.',
  });
  expect(statedRepository('tool', stated)).toBe('https://github.com/team/tool');
});

it('takes an address of a readme only where it goes by the name of the project', () => {
  const readme = files({
    README:
      'Needs https://github.com/else/dependency. Made at https://github.com/team/tool/wiki, built by https://github.com/ci/runner.',
  });
  expect(statedRepository('libtool1', readme)).toBe('https://github.com/team/tool');
  expect(statedRepository('another', readme)).toBeNull();
});

it('takes addresses of any host that end as repositories do', () => {
  const readme = files({ README: 'git clone https://git.tool.example/scm/tool.git' });
  expect(statedRepository('tool', readme)).toBe('https://git.tool.example/scm/tool.git');
});

it('takes a snapshot for none of the versions around it', () => {
  const identify = identifyAs({ name: 'x', version: '30+20221128' });
  expect(identify(Buffer.from('AC_INIT([x], [30])'))).toBeNull();
});
