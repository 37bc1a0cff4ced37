import { posix } from 'node:path';
import { inside } from '../sandbox/layout.js';

/** Where a tool is inside the sandbox. */
export const toolPath = (tool: string): string => posix.join(inside.tools, tool);

/** The node that runs everything inside the sandbox. */
export const insideNode = `${toolPath('node')}/bin/node`;

/** The folder of commands inside the sandbox. */
export const insideCommands = toolPath('bin');

/**
 * Which file of a tool each of its commands runs, from the `bin` of its package.json: a path, or paths by command. Only commands that
 * are known of the tool count, and only paths inside of it.
 */
export function toolCommands(
  manifest: { name?: unknown; bin?: unknown },
  commands: readonly string[],
): Map<string, string> {
  const { bin, name } = manifest;
  const stated = typeof bin === 'string' ? { [String(name)]: bin } : { ...(bin as object | null) };
  return new Map(
    Object.entries(stated).flatMap(([command, path]) => {
      if (!commands.includes(command) || typeof path !== 'string') return [];
      const clean = posix.normalize(path);
      return /^[\w.][\w./-]*$/.test(clean) && !clean.startsWith('..') ? [[command, clean]] : [];
    }),
  );
}

/** The text of a command: a tool's script, run by the plan's node whatever PATH says. */
export const shim = (tool: string, script: string): string =>
  `#!/bin/sh\nexec ${insideNode} ${posix.join(toolPath(tool), script)} "$@"\n`;
