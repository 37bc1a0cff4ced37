import { describe, expect, it } from 'vitest';
import { planScript } from '../../../../src/npm/plan/index.js';
import type { RecipeText } from '../../../../src/recipe.js';
import type { Plan } from '../../../../src/sandbox/schema.js';
import { manifest, packageLock, plan, toolVersion, type World } from '../plan/planning.js';

const user = (recipe: object): RecipeText => ({ from: 'user', path: 'r.yaml', text: JSON.stringify(recipe) });

const files = {
  'package.json': manifest({ scripts: { prepare: 'node build.js' } }),
  'package-lock.json': packageLock,
};

function plans(recipe: object, world: Partial<World> = {}): Plan[] {
  return plan({ files, recipe: user(recipe), ...world });
}

const steps = ({ steps }: Plan) => steps.map(({ name }) => name);

describe('a recipe', () => {
  it('is the first plan, with the plans of the rules behind', () => {
    const [first, second] = plans({ steps: ['make all'], reason: 'make knows' });
    expect(first).toMatchObject({ rank: 1, recipe: { from: 'user', path: 'r.yaml', reason: 'make knows' } });
    expect(second).toMatchObject({ rank: 2, recipe: null });
    expect(steps(first!)).toEqual(['install', 'recipe step 1', 'pack']);
    expect(first!.reasons.join('\n')).toContain('make knows');
  });

  it('is the only plan where it says so', () => {
    expect(plans({ steps: ['make'], only: true })).toHaveLength(1);
  });

  it('that does what the rules do comes once', () => {
    const all = plans({});
    expect(all.filter(({ recipe }) => recipe !== null)).toHaveLength(1);
    expect(all).toHaveLength(plan({ files }).length);
  });

  it('chooses node and manager by version or range', () => {
    const [first] = plans({ node: '16', manager: 'pnpm@8' });
    expect([toolVersion(first!, 'node'), toolVersion(first!, 'pnpm')]).toEqual(['16.20.2', '8.15.9']);
    expect(first!.tools[0]!.reason).toBe('the recipe of the user (r.yaml) says 16');
  });

  it('means the yarn of the version that it names', () => {
    const [classic] = plans({ manager: 'yarn@1' });
    expect(toolVersion(classic!, 'yarn')).toBe('1.22.22');
    const [berry] = plans({ manager: 'yarn@4', steps: ['tsc'] });
    expect(berry!.tools.map(({ name }) => name)).toContain('yarn-berry');
    expect(berry!.steps[1]!.command).toEqual(['yarn', 'exec', 'sh', '-c', 'tsc']);
  });

  it('may name its own install, which alone reaches the registry', () => {
    const [first] = plans({ install: 'npm install --legacy-peer-deps', steps: ['make', 'make more'] });
    expect(first!.steps[0]!.command).toEqual(['sh', '-c', 'npm install --legacy-peer-deps']);
    expect(first!.steps.map(({ network }) => network)).toEqual(['registry', 'none', 'none', 'none']);
  });

  it('runs steps in their folder with their environment, and finds installed tools', () => {
    const [first] = plans({
      environment: { A: '1' },
      steps: [{ run: 'rollup -c', directory: 'packages/a', environment: { B: '2' } }],
    });
    expect(first!.environment).toMatchObject({ A: '1', CI: 'true' });
    expect(first!.steps[1]).toMatchObject({
      directory: 'packages/a',
      environment: { B: '2' },
      command: ['sh', '-c', expect.stringContaining('$PWD/../../node_modules/.bin'), 'sh', 'rollup -c'],
    });
  });

  it('packs another folder', () => {
    const [first] = plans({ pack: { directory: 'dist' } });
    const packing = first!.steps.at(-1)!;
    expect(packing.directory).toBe('dist');
    expect(packing.command.join(' ')).toContain('--pack-destination ../node_modules/.reprove-output');
  });

  it('that asks for what cannot be had is a note beside the rules', () => {
    const [first] = plans({ node: '99' });
    expect(first!.recipe).toBeNull();
    expect(first!.reasons.join('\n')).toContain(
      "the recipe of the user (r.yaml) is not used: node 99 can't be had",
    );
  });

  it('is printed with the script, word by word and harmless', () => {
    const text = 'steps:\n  - make # \u202e\n';
    const [first] = plan({ files, recipe: { from: 'user', path: 'r.yaml', text } });
    const script = planScript(first!);
    expect(script).toContain('# recipe r.yaml (user), sha256 ');
    expect(script).toContain('#   - make # \\u{202e}');
  });
});

describe('a recipe of the source', () => {
  const own = (path: string, recipe: object, world: Partial<World> = {}) =>
    plan({
      files: { ...files, ...world.files, [path]: recipe },
      ...(world.directory ? { directory: world.directory } : {}),
    })[0]!;

  it.each(['.reprove/recipe.yaml', '.reprove/recipe.json', 'reprove.recipe.yml'])(
    'is found at %s',
    (path) => {
      expect(own(path, { steps: ['make'] }).recipe).toMatchObject({ from: 'source', path });
    },
  );

  it('gives way to that of the user', () => {
    const [first] = plan({
      files: { ...files, 'reprove.recipe.json': { steps: ['make'] } },
      recipe: user({ steps: ['ninja'] }),
    });
    expect(first!.recipe).toMatchObject({ from: 'user' });
  });

  it('excuses no bytes', () => {
    const leftovers = [{ path: '**', reason: 'trust me' }];
    expect(own('reprove.recipe.json', { leftovers }).recipe?.leftovers).toEqual([]);
    expect(plans({ leftovers })[0]!.recipe?.leftovers).toEqual(leftovers);
  });

  const inFolder = {
    directory: 'packages/a',
    files: { 'packages/a/package.json': manifest() },
  };

  it.each<[string, string, object]>([
    ['it names another package', 'reprove.recipe.json', { package: 'other' }],
    ['it is for other versions', 'reprove.recipe.json', { package: 'example', versions: '2' }],
    ['at the root it names none', 'reprove.recipe.json', { steps: ['make'] }],
    ['it names another folder', 'packages/a/reprove.recipe.json', { directory: 'packages/b' }],
    ['it is none', 'packages/a/reprove.recipe.json', { what: 1 }],
  ])('is a note where %s', (_, path, recipe) => {
    const first = own(path, recipe, inFolder);
    expect(first.recipe).toBeNull();
    expect(first.reasons.join('\n')).toContain(`the recipe ${path} of the source is not used`);
  });

  it('at the root serves the package that it names', () => {
    const first = own('.reprove/recipe.json', { package: 'example', steps: ['make'] }, inFolder);
    expect(first.recipe).toMatchObject({ path: '.reprove/recipe.json' });
  });
});
