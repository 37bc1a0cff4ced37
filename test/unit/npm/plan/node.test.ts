import { describe, expect, it } from 'vitest';
import { firstPlan, manifest, packageLock, plan, toolVersion, type World } from './planning.js';

const node = (world: Omit<World, 'files'> & { files?: World['files']; fields?: object }) =>
  toolVersion(
    firstPlan({ ...world, files: { 'package.json': manifest(world.fields), ...world.files } }),
    'node',
  );

const workflow = (versions: string, run = 'npm test') =>
  `jobs: {job: {strategy: {matrix: {v: [${versions}]}}, steps: [{uses: actions/setup-node@v4, with: {node-version: "\${{ matrix.v }}"}}, {run: ${run}}]}}`;

describe('node', () => {
  it.each([
    ['.nvmrc', 'v18.12.1\n', '18.12.1'],
    ['.nvmrc', '# comment\n18\n', '18.20.8'],
    ['.nvmrc', 'lts/hydrogen', '18.20.8'],
    ['.nvmrc', 'lts/*', '24.11.1'],
    ['.nvmrc', 'lts/-1', '22.20.0'],
    ['.node-version', '16', '16.20.2'],
    ['.tool-versions', 'python 3.1\nnodejs 20.9.0\n', '20.9.0'],
  ])('is what %s says: %j', (path, text, expected) => {
    expect(node({ files: { [path]: text } })).toBe(expected);
  });

  it('is what volta says', () => {
    expect(node({ fields: { volta: { node: '20.9.0' } } })).toBe('20.9.0');
  });

  it('is what devEngines says, before other pins', () => {
    const fields = {
      devEngines: { runtime: { name: 'node', version: '^20.18.0' } },
      volta: { node: '16.20.2' },
    };
    expect(node({ fields })).toBe('20.19.5');
  });

  it('is the recorded version when a pin allows it', () => {
    expect(node({ files: { '.nvmrc': '18' }, runtimeVersion: '18.12.1' })).toBe('18.12.1');
  });

  it('is the pinned version when the recorded one disagrees, which is another plan', () => {
    const all = plan({ files: { 'package.json': manifest(), '.nvmrc': '18' }, runtimeVersion: '20.9.0' });
    expect(toolVersion(all[0]!, 'node')).toBe('18.20.8');
    expect(all.map((each) => toolVersion(each, 'node'))).toContain('20.9.0');
  });

  it('is the recorded version before what engines allow', () => {
    expect(node({ fields: { engines: { node: '>=18' } }, runtimeVersion: '20.9.0' })).toBe('20.9.0');
  });

  it('is the one version of the job that publishes, not that of other jobs', () => {
    const files = {
      '.github/workflows/a.yml': workflow('18'),
      '.github/workflows/b.yml': workflow('20.9.0', 'npm publish'),
    };
    expect(node({ files })).toBe('20.9.0');
  });

  it('is the newest long-term line that CI tests with', () => {
    expect(node({ files: { '.github/workflows/a.yml': workflow('16, 18.x, 20') } })).toBe('20.19.5');
  });

  it.each([
    ['2025-11-20', '24.11.1'],
    ['2025-09-30', '22.20.0'],
    ['2022-06-01', '16.20.2'],
    ['2016-11-01', '6.17.1'],
  ])('is the newest long-term version on %s, though registry times are late', (day, expected) => {
    expect(node({ day })).toBe(expected);
  });

  it('is the newest of a line that existed on the day, by times that later versions bound', () => {
    expect(node({ files: { '.nvmrc': '20' }, day: '2024-10-10' })).toBe('20.18.0');
  });

  it('is one that engines allow', () => {
    expect(node({ fields: { engines: { node: '^18 || ^20' } } })).toBe('20.19.5');
  });

  it('is old enough for gulp 3, not for gulp 4', () => {
    expect(node({ fields: { devDependencies: { gulp: '^3.9.1' } }, day: '2020-03-01' })).toBe('10.24.1');
    expect(node({ fields: { devDependencies: { gulp: '^4.0.0' } }, day: '2020-03-01' })).toBe('12.22.12');
  });

  it('has no OpenSSL 3 for webpack 4, or is told to be lenient when pinned', () => {
    const fields = { devDependencies: { webpack: '^4.46.0' }, scripts: { prepare: 'webpack' } };
    expect(node({ fields })).toBe('16.20.2');
    const pinned = firstPlan({ files: { 'package.json': manifest(fields), '.nvmrc': '18' } });
    expect(pinned.steps.find(({ name }) => name === 'run prepare')!.environment).toEqual({
      NODE_OPTIONS: '--openssl-legacy-provider',
    });
  });

  it('is moved by locked engines of direct dependencies only when evidence is weak', () => {
    const lock = { ...packageLock, packages: { 'node_modules/old': { engines: { node: '<=20' } } } };
    const fields = { devDependencies: { old: '1' } };
    expect(node({ fields, files: { 'package-lock.json': lock } })).toBe('20.19.5');
    expect(node({ fields, files: { 'package-lock.json': lock, '.nvmrc': '22' } })).toBe('22.20.0');
  });

  it('ignores pins that are none', () => {
    for (const text of ['', '\0', '--version', 'x'.repeat(10_000), '$(reboot)', '18 19']) {
      expect(node({ files: { '.nvmrc': text } })).toBe('24.11.1');
    }
  });

  it('is only what is written out when no version list can be had', () => {
    const files = { 'package.json': manifest(), '.nvmrc': '20.9.0' };
    expect(toolVersion(firstPlan({ files, tools: new Map() }), 'node')).toBe('20.9.0');
    expect(plan({ files: { ...files, '.nvmrc': '20' }, tools: new Map() })).toEqual([]);
  });
});
