import { chmodSync } from 'node:fs';
import { build } from 'rolldown';

// The command line in some files instead of hundreds: finding and reading each takes longer than the work of many a command. What others
// wrote stays where npm installs it.
await build({
  input: { reprove: 'dist/cli/main.js' },
  platform: 'node',
  external: (name) => !/^[./]/.test(name),
  output: { dir: 'dist/bundle', format: 'esm', cleanDir: true },
});
chmodSync('dist/bundle/reprove.js', 0o755);
