/** Settings of yarn 2 and later that lead elsewhere than to one registry, or keep it from being asked. */
const leading = new Set([
  'npmScopes',
  'npmRegistries',
  'networkSettings',
  'httpProxy',
  'httpsProxy',
  'caFilePath',
  'httpsCaFilePath',
  'httpsCertFilePath',
  'httpsKeyFilePath',
  'enableNetwork',
  'enableOfflineMode',
]);

/**
 * Leaves out of a `.yarnrc.yml` what the environment can't override and what would keep the registry proxy from being asked. Line by
 * line, so that everything else stays as it is; a file in another style than yarn's own is left alone. Pure.
 */
export function leaveOutHosts(text: string): { text: string; settings: string[] } {
  const settings: string[] = [];
  let leavingOut = false;
  const kept = text.split(/(?<=\n)/).filter((line) => {
    const key = /^["']?([A-Za-z]+)["']?\s*:/.exec(line)?.[1];
    if (key !== undefined) {
      leavingOut = leading.has(key);
      if (leavingOut) settings.push(key);
    } else if (/^[^\s#}\]-]/.test(line)) leavingOut = false;
    return !leavingOut;
  });
  return { text: kept.join(''), settings };
}
