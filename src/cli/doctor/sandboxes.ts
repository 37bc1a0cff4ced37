import type { Config } from '../../config/schema.js';
import type { Services } from '../services.js';
import { type Check, failing, ok, warning } from './check.js';

/** Each engine by its own probe, which runs a command in it, and whether the one that is wanted is among those that work. */
export async function checkSandboxes(services: Services, config: Config): Promise<Check[]> {
  const { engines } = await services.sandbox();
  const found = await Promise.all(engines(config.sandbox).map((engine) => engine.probe()));
  const each = found.map(({ engine, usable, label, detail, hint }) =>
    usable ? ok(label, detail) : warning(engine, detail, hint ?? 'See docs/sandbox.md.'),
  );
  const wanted = config.sandbox.engine;
  const used = found.find(({ engine, usable }) => usable && (wanted === 'auto' || engine === wanted));
  const choice =
    used === undefined
      ? failing(
          'sandbox',
          wanted === 'auto'
            ? 'none works, so nothing can be built'
            : `${wanted}, which the configuration names, does not work`,
          'The quickest: install bubblewrap (Debian: apt install bubblewrap).',
        )
      : ok('sandbox', `builds run in ${used.label}`);
  return [...each, choice];
}
