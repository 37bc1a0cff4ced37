import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import npa from 'npm-package-arg';
import { exitCodes, ReproveError } from '../errors.js';

/** What a person asked for. */
export type ReleaseSpec =
  | {
      kind: 'registry';
      /** A name that npm accepts, `@scope/name` included. */
      name: string;
      /** A version, tag or range; empty for the default tag. */
      wanted: string;
      wantedAs: 'version' | 'tag' | 'range';
    }
  | {
      kind: 'file';
      /** Absolute. */
      path: string;
    };

/** A spec that names no release that could be verified; `E_BAD_SPEC`, exit code 2. */
export class SpecError extends ReproveError {
  constructor(message: string, cause?: unknown) {
    super({
      code: 'E_BAD_SPEC',
      message,
      hint: 'Give name, name@version, name@tag, name@range, pkg:npm/name@version, or the path of a .tgz file.',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

/** Characters; npm's own limit for names is 214, and a path is at most 4,096. */
const maxLength = 5_000;

/**
 * Reads a spec as npm does: `name`, `name@version`, `name@tag`, `name@range`, with or without a scope; a purl of type npm; the path of
 * a `.tgz`. Throws `SpecError` for all else that npm could install: no registry published it.
 */
export async function parseSpec(text: string, cwd: string = process.cwd()): Promise<ReleaseSpec> {
  const trimmed = text.trim();
  if (trimmed === '') throw new SpecError('the spec is empty');
  if (trimmed.length > maxLength) throw new SpecError('the spec is too long');
  if (/[\x00-\x1f\x7f]/.test(trimmed)) throw new SpecError('the spec holds control characters');
  return readSpec(/^pkg:/i.test(trimmed) ? await fromPurl(trimmed) : trimmed, trimmed, cwd);
}

function readSpec(spec: string, shown: string, cwd: string): ReleaseSpec {
  const parsed = parse(spec, shown, cwd);
  switch (parsed.type) {
    case 'version':
    case 'tag':
    case 'range':
      if (parsed.name === null) throw new SpecError(`${shown} names no package`);
      return {
        kind: 'registry',
        name: parsed.name,
        // npm-package-arg says `*` for "nothing", which npm takes for the default tag.
        wanted: parsed.rawSpec === '*' && !/@\s*\*$/.test(spec) ? '' : (parsed.fetchSpec ?? ''),
        wantedAs: parsed.type,
      };
    case 'file':
      return { kind: 'file', path: filePath(spec, parsed, cwd) };
    case 'directory':
      throw new SpecError(`${shown} is a folder: only what was packed can be verified`);
    case 'alias':
      throw new SpecError(`${shown} is an alias: name the package it stands for`);
    case 'git':
      throw new SpecError(`${shown} is a git repository: no registry published it`);
    default:
      throw new SpecError(
        `${withoutCredentials(shown)} is an address: download it and give the path of the file`,
      );
  }
}

function parse(spec: string, shown: string, cwd: string): npa.Result {
  try {
    return npa(spec, cwd);
  } catch (cause) {
    throw new SpecError(`${shown} is no spec that npm understands`, cause);
  }
}

/** `name@./x.tgz` is npm's way to say which name to install a file under; here the file says it itself. */
function filePath(spec: string, parsed: npa.Result, cwd: string): string {
  if (/^file:\/\//i.test(spec)) {
    try {
      return fileURLToPath(spec);
    } catch (cause) {
      throw new SpecError(`${spec} is no file address of this machine`, cause);
    }
  }
  return resolve(cwd, parsed.fetchSpec ?? spec);
}

/** The spec that a package URL stands for (package-url.github.io). */
async function fromPurl(text: string): Promise<string> {
  const { PackageURL } = await import('packageurl-js');
  const purl = (() => {
    try {
      return PackageURL.fromString(text);
    } catch (cause) {
      throw new SpecError(`${text} is no package URL`, cause);
    }
  })();
  if (purl.type !== 'npm')
    throw new SpecError(`${text} is of type ${purl.type}: only npm releases are verified`);
  if (Object.keys(purl.qualifiers ?? {}).length > 0 || purl.subpath) {
    // A registry named here would have to be asked, and none may be but the user's own.
    throw new SpecError(`${text} has qualifiers or a subpath: registries are set in .npmrc`);
  }
  const name = purl.namespace ? `${purl.namespace}/${purl.name}` : purl.name;
  return purl.version ? `${name}@${purl.version}` : name;
}

function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/, '');
}
