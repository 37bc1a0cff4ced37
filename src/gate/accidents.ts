import type { Severity } from '../judge/schema.js';

/** Files that nobody means to publish, told by their path. */
interface Accident {
  /** What such a file is, after "is". */
  what: string;
  severity: Severity;
  is(path: string): boolean;
}

const names = (pattern: RegExp) => (path: string) => pattern.test(path.slice(path.lastIndexOf('/') + 1));
const folders = (pattern: RegExp) => (path: string) =>
  path
    .split('/')
    .slice(0, -1)
    .some((folder) => pattern.test(folder));

/** The first that holds counts. Examples that are meant to be read, such as `.env.example`, are none. */
export const accidents: readonly Accident[] = [
  {
    what: 'a file of settings that may hold secrets',
    severity: 'high',
    is: names(/^\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$|schema$|test$)[\w.-]+)?$/i),
  },
  {
    what: 'a private key or key store',
    severity: 'high',
    is: names(/^id_(?:rsa|dsa|ecdsa|ed25519)$|\.(?:p12|pfx|jks|keystore|kdbx|ppk)$/i),
  },
  {
    what: 'where programs keep credentials',
    severity: 'high',
    is: names(
      /^(?:\.netrc|_netrc|\.npmrc|\.pypirc|\.htpasswd|\.git-credentials|\.dockercfg|.*\.tfstate|.*\.tfvars|terraform\.rc|\.terraformrc)$/i,
    ),
  },
  {
    what: 'in a folder of credentials',
    severity: 'high',
    is: folders(/^\.(?:aws|ssh|gnupg|kube|docker|azure|gcloud)$/i),
  },
  { what: "in git's own folder", severity: 'high', is: folders(/^\.(?:git|hg|svn)$/i) },
  {
    what: "in an editor's folder",
    severity: 'medium',
    is: folders(/^\.(?:idea|vscode|vs|fleet|history|zed)$/i),
  },
  {
    what: 'left by an editor or the file manager',
    severity: 'medium',
    is: names(
      /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|ehthumbs\.db|\._.+|\.#.+|.*\.sw[op]|.*\.sublime-workspace|.*\.code-workspace)$|~$/i,
    ),
  },
  {
    what: 'a log',
    severity: 'medium',
    is: names(/^(?:npm-debug|yarn-(?:debug|error)|pnpm-debug|lerna-debug)\.log/i),
  },
  {
    what: 'left by a test run',
    severity: 'medium',
    is: (path) => /^(?:\.nyc_output|coverage|\.vitest|playwright-report|test-results)\//i.test(path),
  },
  {
    what: "in a tool's cache",
    severity: 'medium',
    is: folders(/^\.(?:cache|turbo|nx|parcel-cache|rollup\.cache|rpt2_cache.*|eslintcache)$/i),
  },
  {
    what: "a tool's cache",
    severity: 'low',
    is: names(/^\.(?:eslintcache|stylelintcache)$|\.tsbuildinfo$/i),
  },
  { what: 'left by a merge or a patch', severity: 'medium', is: names(/\.(?:orig|rej|bak)$/i) },
  {
    what: 'a recording of a running program',
    severity: 'high',
    is: names(/\.(?:heapsnapshot|heapprofile|cpuprofile)$|^core\.\d+$/i),
  },
  {
    what: 'an earlier packed release',
    severity: 'medium',
    is: (path) => /^[^/]+-\d+\.\d+\.\d+[^/]*\.tgz$/.test(path),
  },
];
