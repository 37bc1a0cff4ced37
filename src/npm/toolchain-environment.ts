import { inside } from '../sandbox/layout.js';
import { insideCommands, toolPath } from './toolchain-shims.js';

/** Below the sandbox's home, which is private and empty at every step. */
const cache = (name: string): string => `${inside.home}/.cache/${name}`;

/** On disk and gone after the install phase: these managers keep a copy of whatever they fetch, for every platform. */
const downloads = (name: string): string => `${inside.downloads}/${name}`;

/** Downloads and notices that have no place in a build without network. None of them changes what is built. */
const quiet = {
  ADBLOCK: '1',
  DISABLE_OPENCOLLECTIVE: '1',
  OPENCOLLECTIVE_HIDE: '1',
  NO_UPDATE_NOTIFIER: '1',
  HUSKY: '0',
  HUSKY_SKIP_INSTALL: '1',
  PUPPETEER_SKIP_DOWNLOAD: 'true',
  PUPPETEER_SKIP_CHROMIUM_DOWNLOAD: 'true',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  CYPRESS_INSTALL_BINARY: '0',
  ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
  CHROMEDRIVER_SKIP_DOWNLOAD: 'true',
  GECKODRIVER_SKIP_DOWNLOAD: 'true',
  SENTRYCLI_SKIP_DOWNLOAD: '1',
  COREPACK_ENABLE_NETWORK: '0',
  COREPACK_ENABLE_STRICT: '0',
};

/** Each manager's own settings; `url` is the registry proxy's. */
const managers: Record<string, (url: string) => Record<string, string>> = {
  yarn: (url) => ({
    yarn_registry: url,
    yarn_cache_folder: downloads('yarn'),
    yarn_disable_self_update_check: 'true',
    // A yarnPath in the repository would run another yarn than the plan names.
    YARN_IGNORE_PATH: '1',
  }),
  'yarn-berry': (url) => ({
    YARN_NPM_REGISTRY_SERVER: url.replace(/\/$/, ''),
    YARN_UNSAFE_HTTP_WHITELIST: new URL(url).hostname,
    YARN_GLOBAL_FOLDER: downloads('yarn-berry'),
    YARN_ENABLE_TELEMETRY: '0',
    YARN_ENABLE_PROGRESS_BARS: '0',
    YARN_ENABLE_COLORS: '0',
    YARN_HTTP_TIMEOUT: '300000',
    YARN_IGNORE_PATH: '1',
  }),
  bun: (url) => ({
    BUN_CONFIG_REGISTRY: url,
    BUN_INSTALL_CACHE_DIR: downloads('bun'),
    // Its own copy of what it has read of scripts, which nothing would read again.
    BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0',
    DO_NOT_TRACK: '1',
  }),
  // Until 10 it reads npm's settings, from 11 on only its own.
  pnpm: (url) => ({
    npm_config_store_dir: downloads('pnpm-store'),
    npm_config_manage_package_manager_versions: 'false',
    pnpm_config_registry: url,
    pnpm_config_store_dir: downloads('pnpm-store'),
    pnpm_config_pm_on_fail: 'ignore',
    pnpm_config_update_notifier: 'false',
  }),
};

/**
 * The environment of every step of a plan with these tools, before the plan's own: complete, the same on every machine, and without
 * the host's. `url` is where the registry proxy is seen; it ends in a slash. Pure.
 */
export function toolchainEnvironment(tools: readonly string[], url: string): Record<string, string> {
  return {
    PATH: [insideCommands, `${toolPath('node')}/bin`, '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    npm_config_registry: url,
    npm_config_userconfig: `${inside.home}/.npmrc`,
    npm_config_globalconfig: `${inside.home}/.npmrc-global`,
    npm_config_cache: cache('npm'),
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_progress: 'false',
    npm_config_fetch_retry_mintimeout: '1000',
    // Headers of exactly this node, for addons.
    npm_config_nodedir: toolPath('node'),
    ...quiet,
    ...Object.assign({}, ...tools.map((tool) => managers[tool]?.(url) ?? {})),
  };
}
