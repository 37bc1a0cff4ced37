import type { Shape } from '../shape.js';
import { absolutePath } from './absolute-path.js';
import { appendedFunction } from './appended-function.js';
import { binRedirected } from './bin-redirected.js';
import { bindingGyp } from './binding-gyp.js';
import { browserRedirected } from './browser-redirected.js';
import { bytesAfterEnd } from './bytes-after-end.js';
import { calledAtSites } from './called-at-sites.js';
import { collidingCase } from './colliding-case.js';
import { dataChanged } from './data-changed.js';
import { declarationsChanged } from './declarations-changed.js';
import { dependencyAlias } from './dependency-alias.js';
import { dependencyBundled } from './dependency-bundled.js';
import { dependencyGit } from './dependency-git.js';
import { dependencyRegistry } from './dependency-registry.js';
import { dependencyTarball } from './dependency-tarball.js';
import { dormantBundle } from './dormant-bundle.js';
import { duplicatePath } from './duplicate-path.js';
import { encodedCode } from './encoded-code.js';
import { executableAdded } from './executable-added.js';
import { exportsRedirected } from './exports-redirected.js';
import { fileImported } from './file-imported.js';
import { fileReplaced } from './file-replaced.js';
import { fixtureAsCode } from './fixture-as-code.js';
import { hiddenCharacters } from './hidden-characters.js';
import { hookAndBundle } from './hook-and-bundle.js';
import { hookAndFiles } from './hook-and-files.js';
import { hookAndLibrary } from './hook-and-library.js';
import { hookAndScript } from './hook-and-script.js';
import { hookOnly } from './hook-only.js';
import { mainRedirected } from './main-redirected.js';
import { manifestConfusion } from './manifest-confusion.js';
import { nativeAdded } from './native-added.js';
import { nestedManifest } from './nested-manifest.js';
import { offScreen } from './off-screen.js';
import { packageImported } from './package-imported.js';
import { payloadInData } from './payload-in-data.js';
import { rootFile } from './root-file.js';
import { selfDeleting } from './self-deleting.js';
import { shellScript } from './shell-script.js';
import { shrinkwrap } from './shrinkwrap.js';
import { sourceLineTwo } from './source-line-two.js';
import { sourceMapLies } from './source-map-lies.js';
import { stringArray } from './string-array.js';
import { symbolicLink } from './symbolic-link.js';
import { timeBomb } from './time-bomb.js';
import { toolSettings } from './tool-settings.js';
import { twinOnly } from './twin-only.js';
import { typeFlipped } from './type-flipped.js';
import { vendoredFile } from './vendored-file.js';
import { wasmAdded } from './wasm-added.js';

/** The attacks, from incidents that a rebuild could have caught; payloads do nothing. */
export const shapes: readonly Shape[] = [
  absolutePath,
  appendedFunction,
  binRedirected,
  bindingGyp,
  browserRedirected,
  bytesAfterEnd,
  calledAtSites,
  collidingCase,
  dataChanged,
  declarationsChanged,
  dependencyAlias,
  dependencyBundled,
  dependencyGit,
  dependencyRegistry,
  dependencyTarball,
  dormantBundle,
  duplicatePath,
  encodedCode,
  executableAdded,
  exportsRedirected,
  fileImported,
  fileReplaced,
  fixtureAsCode,
  hiddenCharacters,
  hookAndBundle,
  hookAndFiles,
  hookAndLibrary,
  hookAndScript,
  hookOnly,
  mainRedirected,
  manifestConfusion,
  nativeAdded,
  nestedManifest,
  offScreen,
  packageImported,
  payloadInData,
  rootFile,
  selfDeleting,
  shellScript,
  shrinkwrap,
  sourceLineTwo,
  sourceMapLies,
  stringArray,
  symbolicLink,
  timeBomb,
  toolSettings,
  twinOnly,
  typeFlipped,
  vendoredFile,
  wasmAdded,
];
