/** A plugin of yarn 2 to 4 under which the package's own scripts around packing do nothing. */
const plugin =
  'module.exports = { name: "reprove-quiet", factory: () => ({ default: { hooks: { wrapScriptExecution: ' +
  'async (run, project, locator, name) => (/^(?:pre|post)pack$/.test(name) ? async () => 0 : run) } } }) };';

/** Fixed shell text: `$1` is a folder for the plugin, the rest is the command. */
const text =
  `mkdir -p "$1" && printf "%s\\n" '${plugin}' > "$1/quiet.cjs" && ` +
  'YARN_PLUGINS="$(cd "$1" && pwd)/quiet.cjs" && export YARN_PLUGINS && shift && exec "$@"';

/**
 * Wraps a command of yarn 2 to 4 so that the scripts it runs around packing do nothing: no option says so, and its own shell runs
 * them, which no `sh` on the PATH can stand in for. `folder` is relative to where it runs.
 */
export function withoutBerryScripts(folder: string, command: readonly string[]): string[] {
  return ['sh', '-c', text, 'sh', folder, ...command];
}
