import { configSchema } from '../../src/config/schema.js';
import { engines } from '../../src/sandbox/choose.js';
import type { Availability, SandboxEngine } from '../../src/sandbox/engine.js';

/** Engines that the end-to-end tests run in. podman speaks docker's language and is tested as docker where it stands in for it. */
export type Engine = 'bubblewrap' | 'docker';

/**
 * Which engines work here. An engine that doesn't is named loudly and its tests show as skipped with the reason; without any
 * engine the tests fail, unless REPROVE_TEST_WITHOUT_SANDBOX=1 says that this is known.
 */
export async function sandboxEngines(): Promise<{ usable: Engine[]; unusable: [Engine, string][] }> {
  const usable: Engine[] = [];
  const unusable: [Engine, string][] = [];
  for (const { engine, availability } of await probedEngines()) {
    if (engine.name === 'podman') continue;
    const { usable: works, detail } = availability;
    if (works) usable.push(engine.name);
    else unusable.push([engine.name, detail]);
  }
  for (const [name, detail] of unusable) console.warn(`\n*** SANDBOX TESTS NOT RUN FOR ${name}: ${detail}\n`);
  if (usable.length === 0 && process.env.REPROVE_TEST_WITHOUT_SANDBOX !== '1') {
    throw new Error(
      'no sandbox engine works here: install bubblewrap, or set REPROVE_TEST_WITHOUT_SANDBOX=1',
    );
  }
  return { usable, unusable };
}

/** Every engine with what its probe said. */
export async function probedEngines(): Promise<{ engine: SandboxEngine; availability: Availability }[]> {
  const probed = [];
  for (const engine of engines(configSchema.parse({}).sandbox)) {
    const availability = await inTime(engine.probe(), `the probe of ${engine.name}`);
    probed.push({ engine, availability });
  }
  return probed;
}

/** Milliseconds. A file that is only being collected has no limit of vitest's: without this one it would wait for ever. */
const patience = 120_000;

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not end`)), patience);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
