import { type ErrorDetails, exitCodes, ReproveError } from '../errors.js';

/** The registry, or what it said, keeps a release from being verified. */
export class RegistryError extends ReproveError {
  /** HTTP status, where there was one. */
  readonly status: number | null;

  constructor(details: ErrorDetails & { status?: number }) {
    super(details);
    this.status = details.status ?? null;
  }
}

/** What was asked, for the message; holds nothing secret. */
export interface Asked {
  /** `the packument of execa`, `the tarball of execa@10.0.1`. */
  what: string;
  /** Package name. */
  name: string;
  /** Address that was asked; only its host is shown. */
  address: string;
}

const { usage, environment } = exitCodes;

/**
 * What a failure of npm-registry-fetch, or of the disk below it, means for a person. Errors of our own pass through. The message
 * is made of what we asked and of codes only: npm's own messages hold addresses, and those may hold credentials.
 */
export function registryError(cause: unknown, asked: Asked): ReproveError {
  if (cause instanceof ReproveError) return cause;
  const { statusCode } = cause as { statusCode?: number };
  const details =
    typeof statusCode === 'number' ? httpFailure(statusCode, asked) : systemFailure(codeOf(cause), asked);
  return new RegistryError({
    ...details,
    cause,
    ...(statusCode === undefined ? {} : { status: statusCode }),
  });
}

/** The host of an address, for messages. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : 'an address that is none';
}

/** The error's code, wherever the libraries below put it. */
export function codeOf(cause: unknown): string | undefined {
  const { code, type, errno, retried } = cause as Record<string, unknown>;
  if (retried instanceof Error) return codeOf(retried);
  if (type === 'request-timeout' || type === 'body-timeout') return 'ETIMEDOUT';
  if (typeof code === 'string') return code;
  return typeof errno === 'string' ? errno : undefined;
}

function httpFailure(status: number, { what, name, address }: Asked): ErrorDetails {
  const host = hostOf(address);
  if (status === 404 || status === 410) {
    return {
      code: 'E_NO_SUCH_PACKAGE',
      message: `${host} has no package ${name}`,
      hint: name.startsWith('@')
        ? `Check the spelling; for a private scope, see that .npmrc names its registry (${name.split('/')[0]}:registry=…) and a token that may read it.`
        : 'Check the spelling, and that .npmrc names the registry that has it.',
      exitCode: usage,
    };
  }
  if (status === 401 || status === 403 || status === 407) {
    return {
      code: status === 401 ? 'E_REGISTRY_UNAUTHORIZED' : 'E_REGISTRY_FORBIDDEN',
      message:
        status === 407
          ? `the proxy asks for credentials (407) before ${host} can be asked for ${what}`
          : `${host} refuses ${what} (${status})`,
      hint:
        status === 407
          ? 'Set proxy and https-proxy in .npmrc with an account that may use it.'
          : 'Log in with npm login, or set a token for this registry in .npmrc that may read the package.',
      exitCode: usage,
    };
  }
  if (status === 451) {
    return {
      code: 'E_REGISTRY_FORBIDDEN',
      message: `${host} withholds ${what} for legal reasons (451)`,
      hint: 'Verify a copy that you have by giving the path of its .tgz.',
      exitCode: usage,
    };
  }
  if (status === 429) {
    return {
      code: 'E_RATE_LIMITED',
      message: `${host} limits how often it is asked (429), and still did when asked for ${what} again`,
      hint: 'Wait a few minutes, or set a token in .npmrc: registries allow known users more.',
      exitCode: environment,
    };
  }
  return {
    code: 'E_REGISTRY_FAILED',
    message: `${host} failed to answer with ${what} (${status})`,
    hint: 'Try again later; fetch-retries in .npmrc says how often it is asked.',
    exitCode: environment,
  };
}

function systemFailure(code: string | undefined, { what, address }: Asked): ErrorDetails {
  const host = hostOf(address);
  if (code === 'ENOTCACHED') {
    return {
      code: 'E_OFFLINE_NOT_CACHED',
      message: `${what} is not in the cache, and the registry may not be asked`,
      hint: 'Run once without --offline (and without offline=true in .npmrc).',
      exitCode: environment,
    };
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      code: 'E_NO_SPACE',
      message: `the disk is full: ${what} can't be stored`,
      hint: 'Free some space, run reprove cache clear, or name another folder with --cache.',
      exitCode: environment,
    };
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
    return {
      code: 'E_CACHE_UNUSABLE',
      message: `the cache folder can't be written (${code}): ${what} can't be stored`,
      hint: 'Name a folder you can write to with --cache or REPROVE_CACHE.',
      exitCode: environment,
    };
  }
  if (code === 'ERR_INVALID_URL') {
    return {
      code: 'E_REGISTRY_ADDRESS',
      message: 'the registry that npm is configured for is no address',
      hint: 'Correct registry in .npmrc, or npm_config_registry.',
      exitCode: usage,
    };
  }
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|TLS|SSL|EPROTO/.test(code)) {
    return {
      code: 'E_REGISTRY_UNTRUSTED',
      message: `no secure connection to ${host}: ${code}`,
      hint: 'Behind a proxy that inspects TLS, set cafile in .npmrc to its certificate.',
      exitCode: environment,
    };
  }
  if (code !== undefined && /TIMEOUT|TIMEDOUT/.test(code)) {
    return {
      code: 'E_REGISTRY_TIMEOUT',
      message: `${host} did not answer in time with ${what} (${code})`,
      hint: 'Try again; fetch-timeout in .npmrc says how long to wait, in milliseconds.',
      exitCode: environment,
    };
  }
  return {
    code: 'E_REGISTRY_UNREACHABLE',
    message: `the registry ${host} can't be reached for ${what}${code === undefined ? '' : ` (${code})`}`,
    hint: 'Check the network, and registry, proxy and https-proxy in .npmrc; --offline uses what is cached.',
    exitCode: environment,
  };
}
