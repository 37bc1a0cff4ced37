/**
 * Fixed shell text that runs a command with a `sh` that does nothing ahead of the real one: `$1` is a folder for it, the rest is
 * the command. Its line `#!/bin/true` succeeds whatever the arguments are.
 */
const text =
  'mkdir -p "$1" && printf "#!/bin/true\\n" > "$1/sh" && chmod +x "$1/sh" && ' +
  'PATH="$(cd "$1" && pwd):$PATH" && export PATH && shift && exec "$@"';

/** Wraps a command so that package scripts it starts through `sh` do nothing. `folder` is relative to where it runs. */
export function withoutScripts(folder: string, command: readonly string[]): string[] {
  return ['sh', '-c', text, 'sh', folder, ...command];
}
