import type { Config } from '../config/schema.js';
import { bubblewrapEngine } from './bubblewrap.js';
import { containerEngine } from './docker.js';
import type { Availability, SandboxEngine } from './engine.js';
import { SandboxError } from './error.js';

/** Engine to use with what its probe said, or why there is none. */
export type Choice =
  | { engine: SandboxEngine; availability: Availability }
  | { failure: SandboxError; tried: Availability[] };

type EngineName = SandboxEngine['name'];

/** In the order of preference. A container's system is the same everywhere; bubblewrap's is whatever the host has. */
const preference: readonly EngineName[] = ['docker', 'podman', 'bubblewrap'];

/** Time (ms) for which an engine that worked is taken to work. */
const trustedFor = 60_000;

/** Engines that this process found working, and when (ms): a probe starts a sandbox, and each release of a batch asks for one. */
const found = new Map<string, { at: number; choice: Promise<Choice> }>();

/** Every engine we know, usable or not. */
export function engines(sandbox: Config['sandbox']): SandboxEngine[] {
  return preference.map((name) =>
    name === 'bubblewrap' ? bubblewrapEngine() : containerEngine(name, sandbox),
  );
}

/**
 * The engine of that name, or with `auto` the first that works: docker or podman where our image is there, else bubblewrap. None is
 * an expected outcome, hence a value; its error (`E_NO_SANDBOX`, exit 4) names what to install for each. One that worked is not asked again
 * for a minute.
 */
export function chooseEngine(
  wanted: Config['sandbox']['engine'],
  sandbox: Config['sandbox'],
): Promise<Choice> {
  const key = JSON.stringify([wanted, sandbox, process.env.PATH]);
  const known = found.get(key);
  if (known !== undefined && Date.now() - known.at < trustedFor) return known.choice;
  const choice = firstUsable(wanted, sandbox);
  found.set(key, { at: Date.now(), choice });
  const forget = () => found.delete(key);
  choice.then((chosen) => 'failure' in chosen && forget(), forget);
  return choice;
}

async function firstUsable(wanted: Config['sandbox']['engine'], sandbox: Config['sandbox']): Promise<Choice> {
  const candidates = engines(sandbox).filter(({ name }) => wanted === 'auto' || name === wanted);
  const tried: Availability[] = [];
  for (const engine of candidates) {
    const availability = await engine.probe();
    if (availability.usable) return { engine, availability };
    tried.push(availability);
  }
  const failure = new SandboxError({
    code: 'E_NO_SANDBOX',
    message: `no sandbox works here: ${tried.map(({ engine, detail }) => `${engine}: ${detail}`).join('; ')}`,
    hint: tried.flatMap(({ engine, hint }) => (hint === null ? [] : [`${engine}: ${hint}`])).join('; '),
  });
  return { failure, tried };
}
