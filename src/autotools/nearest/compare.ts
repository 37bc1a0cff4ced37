import { posix } from 'node:path';
import { type Accounts, unexplainedEntries } from '../../compare/accounts.js';
import { type CompareOptions, compareWithRebuild } from '../../compare/compare.js';
import type { Reference } from '../../compare/reference.js';
import type { Context } from '../../context.js';
import type { Finding } from '../../judge/schema.js';
import { findingOf } from '../../judge/signal.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { sha256Of } from '../catalogue/format.js';
import { roleOf } from '../catalogue/role.js';
import { serialOf } from '../catalogue/serial.js';
import { knownContents } from '../known-contents.js';
import { buildFileUnlikeKnown } from '../signals/build-file-unlike-known.js';
import { addedLines, nearestVersion } from './find.js';

/** Macros that run commands while configure is made or run. */
const commands = /\b(?:AC_CONFIG_COMMANDS(?:_PRE|_POST)?|m4_esyscmd(?:_s)?|m4_syscmd|esyscmd|syscmd)\b/;
/** Lines shown of one file, and files looked at. */
const limits = { lines: 5, files: 20 };

/** What became of build files that are not what they are named like. */
export interface NearestKnown {
  accounts: Accounts;
  /** The nearest known versions; null where there are none. */
  reference: Reference | null;
  findings: Finding[];
  /** Contents of the nearest known versions, by path of the release. */
  contents: ReadonlyMap<string, Buffer>;
}

/**
 * Holds macro files and helper scripts that have a known name and unknown bytes against the nearest known version. That is no evidence: it shows
 * what is different about them, and stands in for macro files while others are made again.
 */
export async function compareWithNearest(
  accounts: Accounts,
  catalogue: Catalogue,
  options: CompareOptions,
  context: Context,
): Promise<NearestKnown> {
  const open = unexplainedEntries(accounts)
    .filter(({ path, link, size }) => !link && size > 0 && ['m4', 'build-aux'].includes(roleOf(path) ?? ''))
    .filter(({ path }) => catalogue.placesOf(path).length > 0)
    .slice(0, limits.files);
  const released = await options.readRelease(new Set(open.map(({ path }) => path)));
  const contents = new Map<string, Buffer>();
  const findings: Finding[] = [];
  for (const [path, bytes] of released) {
    const nearest = await nearestVersion(path, bytes, catalogue, context);
    // A history that is newer than the catalogue may have it: no evidence, but nothing to tell either.
    if (nearest?.bytes.equals(bytes)) continue;
    if (nearest !== null) contents.set(path, nearest.bytes);
    const [serial, highest] = [serialOf(bytes), catalogue.highestSerial(path)];
    const raised = serial !== null && highest !== null && serial > highest;
    const added = nearest === null ? [] : addedLines(bytes, nearest.bytes);
    const acting = added.filter(({ text }) => commands.test(text));
    const near =
      nearest === null
        ? 'no history of it can be read here'
        : `${added.length} lines are not in the nearest, ${nearest.path} of ${nearest.project} (${nearest.blob.slice(0, 10)})`;
    const message = [
      `no known version of ${posix.basename(path)} has these bytes: ${near}`,
      raised ? `its serial number ${serial} is higher than any known, ${highest}, so that tools keep it` : '',
      acting.length > 0 ? 'they have commands run' : '',
    ];
    const shown = acting[0] ?? added[0];
    findings.push(
      findingOf(buildFileUnlikeKnown, {
        path,
        message: message.filter((part) => part !== '').join('; '),
        severity: raised || acting.length > 0 ? 'high' : 'medium',
        ...(shown === undefined
          ? {}
          : {
              line: shown.line,
              excerpt: [...acting, ...added]
                .slice(0, limits.lines)
                .map(({ text }) => text)
                .join('\n')
                .slice(0, 400),
            }),
        substance: [path, sha256Of(bytes).toString('hex')],
      }),
    );
  }
  if (contents.size === 0) return { accounts, reference: null, findings, contents };
  const reference = knownContents('nearest known versions', contents, accounts);
  const compared = await compareWithRebuild(accounts, reference, options);
  return {
    accounts: { ...compared, missingFromRebuilds: accounts.missingFromRebuilds },
    reference,
    findings,
    contents,
  };
}
