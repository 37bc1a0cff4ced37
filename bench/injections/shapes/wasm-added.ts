import { added } from '../../tamperings/members.js';
import { defineShape } from '../shape.js';
import { freePath } from '../targets.js';

/** A WebAssembly module; it is empty. */
export const wasmAdded = defineShape({
  id: 'wasm-added',
  kind: 'code-adding',
  like: 'miners in WebAssembly',
  apply(honest, random) {
    const path = freePath(honest, random, ['lib/crypto.wasm', 'index.wasm', 'dist/core.bin']);
    if (path === undefined) return null;
    return { members: added(honest.members, path, '\0asm\x01\0\0\0\0\x0e\x0dinert marker!'), paths: [path] };
  },
});
