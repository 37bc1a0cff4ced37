/**
 * The command line in few files instead of hundreds, most of which only parts of it load: finding and reading each takes longer than
 * the work of many a command. What others wrote stays where npm installs it.
 */
export default {
  input: { reprove: 'dist/cli/main.js' },
  platform: 'node',
  external: (name) => !/^[./]/.test(name),
  output: { dir: 'dist/bundle', format: 'esm', cleanDir: true },
};
