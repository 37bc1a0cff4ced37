import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configSchema } from '../../../src/config/schema.js';
import { chooseEngine } from '../../../src/sandbox/choose.js';

const { sandbox } = configSchema.parse({});

describe('chooseEngine, where nothing is installed', () => {
  beforeEach(() => vi.stubEnv('PATH', mkdtempSync(join(tmpdir(), 'reprove-no-path-'))));
  afterEach(() => vi.unstubAllEnvs());

  it('fails with exit 4 and names what to install for each engine', async () => {
    const choice = await chooseEngine('auto', sandbox);
    if (!('failure' in choice)) throw new Error('an engine was found');
    expect([choice.failure.code, choice.failure.exitCode]).toEqual(['E_NO_SANDBOX', 4]);
    expect(choice.failure.hint).toMatch(/install docker\.io.*install podman.*install bubblewrap/);
    expect(choice.failure.message).not.toContain('\n');
  });

  it('tries only the engine that was asked for', async () => {
    const choice = await chooseEngine('podman', sandbox);
    expect('tried' in choice && choice.tried.map(({ engine }) => engine)).toEqual(['podman']);
  });
});
