import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema.js';
import { engines } from '../../../src/sandbox/choose.js';
import { sandboxRun } from '../../e2e/escape/sandbox.js';

const path = process.env.PATH;
const folder = mkdtempSync(join(tmpdir(), 'reprove-hanging-docker-'));

afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

it('a daemon that stops answering costs the step and not the run', { timeout: 60_000 }, async () => {
  writeFileSync(join(folder, 'docker'), '#!/bin/sh\nexec sleep 1000\n');
  chmodSync(join(folder, 'docker'), 0o755);
  process.env.PATH = `${folder}:${path}`;
  const docker = engines(configSchema.parse({}).sandbox).find(({ name }) => name === 'docker');
  const outcome = await docker!.run(sandboxRun(folder, { command: ['true'], limits: { wallSeconds: 1 } }));
  expect(outcome).toMatchObject({ endedBy: 'wall-time', exitCode: null });
});
