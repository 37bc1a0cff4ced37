/** Kinds of releases; what a case is about may depend on them. */
export type ReleaseKind =
  | 'plain source'
  | 'TypeScript'
  | 'bundled'
  | 'minified'
  | 'monorepo'
  | 'native'
  | 'types only';

/**
 * Honest releases, each accounted for, of every kind. `native` are those that use addons where these are installed: none of them has
 * machine code of its own.
 */
export const releases: readonly (readonly [spec: string, kind: ReleaseKind])[] = [
  ['chalk@5.6.2', 'plain source'],
  ['express@5.2.1', 'plain source'],
  ['debug@4.4.3', 'plain source'],
  ['minimatch@3.1.2', 'plain source'],
  ['commander@15.0.0', 'plain source'],
  ['semver@7.8.5', 'plain source'],
  ['rimraf@3.0.2', 'plain source'],
  ['fs-extra@11.1.1', 'plain source'],
  ['body-parser@1.20.2', 'plain source'],
  ['dotenv@16.3.1', 'plain source'],
  ['pino@10.3.1', 'plain source'],
  ['brace-expansion@5.0.9', 'TypeScript'],
  ['minipass@7.1.3', 'TypeScript'],
  ['cross-env@7.0.3', 'TypeScript'],
  ['ky@2.0.2', 'TypeScript'],
  ['acorn@8.17.0', 'bundled'],
  ['js-yaml@4.1.1', 'bundled'],
  ['socket.io-client@2.5.0', 'bundled'],
  ['marked@4.3.0', 'bundled'],
  ['argparse@2.0.1', 'plain source'],
  ['js-yaml@3.14.1', 'minified'],
  ['axios@0.18.1', 'minified'],
  ['marked@0.3.19', 'minified'],
  ['vue@1.0.28', 'minified'],
  ['pg@8.11.3', 'monorepo'],
  ['sigstore@5.0.0', 'monorepo'],
  ['lodash.merge@4.6.2', 'monorepo'],
  ['ws@8.21.0', 'native'],
  ['chokidar@3.5.3', 'native'],
  ['@jest/types@30.4.1', 'types only'],
];
