import type { Evidence } from '../../compare/schema.js';
import { loadCatalogue } from '../catalogue/load.js';
import { isStamped, withoutStamp } from '../catalogue/stamp.js';
import { libtoolBuild } from '../normalizers/libtool-build.js';
import type { EvidenceStep } from './step.js';

/**
 * The very bytes of a known build file under its own name and in its role: an m4 file as an m4 file, a helper script as that script. The same
 * bytes under another name, and bytes that only resemble, are none.
 */
export const knownFileStep: EvidenceStep = {
  name: 'known build files',
  async find({ context, options }, open) {
    const catalogue = await loadCatalogue(context);
    const found = new Map<string, Evidence>();
    for (const { path, sha256, link } of open) {
      const known = link ? null : catalogue.find(path, sha256);
      if (known !== null) found.set(path, { kind: 'upstream', ...known });
    }
    const rest = open.flatMap(({ path, link }) =>
      link || found.has(path) || !isStamped(path) ? [] : [path],
    );
    for (const [path, bytes] of await options.readRelease(new Set(rest))) {
      const known = catalogue.findStamped(path, withoutStamp(path, bytes)!);
      if (known === null) continue;
      const { name, version } = libtoolBuild;
      const detail = 'the version and the address that its build states';
      found.set(path, {
        ...{ kind: 'equivalent', to: 'upstream', path: known.path, plan: null },
        normalizations: [{ name, version, detail }],
        via: `${known.project}, since ${known.since}`,
      });
    }
    return found;
  },
};
