import { fileKind } from '../../compare/magic.js';
import { defineSignal } from '../signal.js';

/** Files that say how native code is built; where they are accounted for, the source has native code. */
const nativeBuild = /(?:^|\/)(?:binding\.gyp|Cargo\.toml|CMakeLists\.txt|build\.zig|go\.mod)$/;

/** Machine code that nothing accounts for. Where the source shows that it builds some, that is expected and no alarm. */
export const nativeBinary = defineSignal({
  id: 'native-binary-without-source',
  title: 'Machine code without source',
  severity: 'high',
  looksAt: 'Unexplained entries that are ELF, Mach-O, PE, WebAssembly or a node addon by content or name.',
  detect({ comparison, contents, acting, expected }) {
    const built = comparison.entries.some(
      ({ path, evidence }) => evidence.kind !== 'none' && nativeBuild.test(path),
    );
    return comparison.entries.flatMap(({ path, evidence, phantom }) => {
      if (evidence.kind !== 'none' || !acting.has(path)) return [];
      const bytes = contents.get(path);
      const magic = bytes && fileKind(bytes);
      const what = magic?.native ? magic.name : /\.(?:node|wasm)$/i.test(path) ? 'native module' : null;
      if (what === null) return [];
      // A counterpart means that source or rebuild has such a binary, only other bytes.
      const high = phantom && !built && !expected.has(path);
      const where = phantom ? 'that is only in the release' : 'whose bytes nothing accounts for';
      return [{ path, severity: high ? 'high' : 'medium', message: `${what} ${where}` } as const];
    });
  },
});
