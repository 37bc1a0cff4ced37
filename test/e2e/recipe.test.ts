import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { builtFiles } from '../support/built-package.js';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

const engines = await sandboxEngines();

/** No script says how `lib` is made: rules can't find it. */
const silent = { scripts: {} };
const recipe = 'package: tiny-built\nreason: no script builds it\nsteps:\n  - node build.js\nonly: true\n';

describe.each(engines.usable)('recipes in %s', (engine: Engine) => {
  let built: BuiltWorld;
  const run = (...args: string[]) => built.world.run(['verify', '--json', '--sandbox', engine, ...args]);

  afterEach(() => built?.remove());

  it('reproduces with the recipe of the user what no rule finds, and says so', {
    timeout: 240_000,
  }, async () => {
    built = await builtWorld({ manifest: silent });
    const without = await run('tiny-built');
    expect(without.result.verdict.kind).toBe('differs');
    expect(without.result.verdict.recipe).toBeNull();

    const path = join(built.world.folder, 'tiny.yaml');
    await writeFile(path, recipe);
    const { result, exitCode } = await run('tiny-built', '--recipe', 'tiny.yaml');
    expect(result.verdict, JSON.stringify(result.rebuilds[0]?.failure)).toMatchObject({
      kind: 'reproduced',
      summary: expect.stringContaining("2 entries are accounted for with the user's recipe tiny.yaml"),
      recipe: { from: 'user', path: 'tiny.yaml', text: recipe, entries: 2 },
    });
    expect(exitCode).toBe(0);
  });

  it('takes one from the source, whose leftovers excuse nothing', { timeout: 240_000 }, async () => {
    const own = `${recipe}leftovers:\n  - path: lib/extra.js\n    reason: trust me\n`;
    built = await builtWorld({ manifest: silent, files: { '.reprove/recipe.yaml': own } });
    const honest = await run('tiny-built');
    expect(honest.result.verdict).toMatchObject({
      kind: 'reproduced',
      recipe: { from: 'source', path: '.reprove/recipe.yaml', leftovers: [] },
    });

    const path = join(built.world.folder, 'extra.tgz');
    await writeFile(path, npmTarball({ ...builtFiles(built.origin.manifest), 'lib/extra.js': 'run();\n' }));
    const { result, exitCode } = await run(path);
    expect(result.verdict.kind).not.toBe('reproduced');
    expect(result.verdict.leftovers).toEqual([]);
    expect(exitCode).toBe(1);
  });

  it('finds one in the folder of the configuration, whose leftovers are told and count as nothing', {
    timeout: 240_000,
  }, async () => {
    built = await builtWorld({ manifest: silent });
    const { world, origin } = built;
    await mkdir(join(world.folder, 'recipes'));
    const text = `${recipe}leftovers:\n  - path: lib/*.js\n    reason: made by hand\n`;
    await writeFile(join(world.folder, 'recipes/tiny-built.yaml'), text);
    const mirror = { from: origin.address, to: origin.repository.path };
    await world.configure({ sourceMirrors: [mirror], recipes: 'recipes' });
    const path = join(world.folder, 'extra.tgz');
    await writeFile(path, npmTarball({ ...builtFiles(origin.manifest), 'lib/extra.js': 'run();\n' }));
    const { result, exitCode } = await run(path);
    expect(['differs', 'suspicious']).toContain(result.verdict.kind);
    expect(result.verdict.recipe).toMatchObject({ from: 'configuration', path: 'tiny-built.yaml' });
    expect(result.verdict.leftovers).toEqual([{ path: 'lib/extra.js', reason: 'made by hand' }]);
    expect(exitCode).toBe(1);
  });

  it('names the failing command of a recipe, its last lines and why', { timeout: 240_000 }, async () => {
    built = await builtWorld({ manifest: silent });
    await writeFile(join(built.world.folder, 'bad.yaml'), 'steps: [no-such-tool --all]\nonly: true\n');
    const { result, exitCode } = await run('tiny-built', '--recipe', 'bad.yaml');
    expect(result.verdict).toMatchObject({
      kind: 'inconclusive',
      cause: {
        stage: 'rebuild',
        failed: {
          step: 'recipe step 1',
          exitCode: 127,
          because: { kind: 'missing-command', about: 'no-such-tool' },
        },
      },
    });
    expect(result.verdict.cause?.failed?.lastLines.join('\n')).toContain('no-such-tool');
    expect(exitCode).toBe(3);
  });
});

describe('recipes of the user that cannot be used', () => {
  let built: BuiltWorld;
  afterEach(() => built?.remove());

  it.each([
    ['step: [make]\n', /unknown key "step": did you mean "steps"\?/],
    ['package: other\n', /it is for other, not for tiny-built/],
    ['versions: ">=2"\n', /it is for versions >=2, not for 1\.2\.3/],
    ['steps: [\n', /neither YAML nor JSON/],
    ['node: 18.20\n', /"node": must be text; put it in quotes/],
  ])('ends with exit code 2 and one clear line for %j', { timeout: 60_000 }, async (text, message) => {
    built = await builtWorld();
    await writeFile(join(built.world.folder, 'bad.yaml'), text);
    const { exitCode, stderr } = await built.world.run(['plan', 'tiny-built', '--recipe', 'bad.yaml']);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });

  it('is no error in the source, but a note', { timeout: 60_000 }, async () => {
    built = await builtWorld({ files: { 'reprove.recipe.json': '{"stepz": []}' } });
    const { exitCode, stdout } = await built.world.run(['plan', 'tiny-built', '--json']);
    const { plans } = JSON.parse(stdout);
    expect(plans[0].recipe).toBeNull();
    expect(plans[0].reasons.join('\n')).toMatch(
      /reprove\.recipe\.json of the source is not used: unknown key/,
    );
    expect(exitCode).toBe(0);
  });
});
