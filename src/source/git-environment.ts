/** For every git process: no prompt, no replaced objects, no lock taken for convenience. */
const always = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  // Set but empty: neither `core.askPass` nor SSH_ASKPASS is consulted then.
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  GCM_INTERACTIVE: 'never',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
};

/** What the user may have set for git's connections, and nothing else that begins with GIT_. */
const connection =
  /^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|SSL_.+|HTTP_.+|PROXY_SSL_.+|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM))$/;

/**
 * Environment for reading a repository: nothing of the user's or the system's configuration, no protocol at all, so that no
 * object is fetched in passing.
 */
export function readingEnvironment(): Record<string, string> {
  return {
    ...always,
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    XDG_CONFIG_HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
  };
}

/**
 * Environment for talking to a code host: the user's configuration, credential helpers, proxies and ssh keys work; folders,
 * remote helpers and `ext::` commands don't, whatever an address or a redirection says.
 */
export function networkEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      (connection.test(entry[0]) || !/^(?:GIT_|EDITOR$|VISUAL$|PAGER$|PREFIX$)/i.test(entry[0])),
  );
  const environment = Object.fromEntries(kept);
  if (environment.GIT_SSH_COMMAND === undefined && environment.GIT_SSH === undefined) {
    environment.GIT_SSH_COMMAND = 'ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=30';
  }
  return { ...environment, ...always, GIT_ALLOW_PROTOCOL: 'https:http:ssh:git' };
}
