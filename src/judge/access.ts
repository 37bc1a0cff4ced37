/** What code can reach outside of itself. */
type AccessKind = 'network' | 'processes' | 'environment' | 'credentials' | 'wallets' | 'code made of text';

/** One use of it. */
export interface Access {
  kind: AccessKind;
  /** The word that shows it, as it stands in the code: `child_process`, `fetch`, `.npmrc`. */
  word: string;
  /** Index in the text. */
  at: number;
}

/** Each pattern's first group is the word, or else all of it. None may go back over what it read. */
const patterns: readonly [AccessKind, RegExp][] = [
  ['network', /["'`](?:node:)?(https?|http2|net|tls|dgram|dns|dns\/promises)["'`]/g],
  ['network', /["'`](axios|node-fetch|undici|got|request|superagent|needle|ws)["'`]\s{0,3}\)/g],
  ['network', /(?<![\w$.])(fetch|importScripts)\s{0,3}\(/g],
  ['network', /\b(XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection)\b/g],
  ['network', /\b((?:globalThis|window|self|global)\.(?:fetch|XMLHttpRequest|WebSocket))\s{0,3}=(?!=)/g],
  ['network', /["'`\s](?:https?|wss?|ftp):\/\/(?!(?:www\.)?w3\.org\b)([\w.-]{4,200})/gi],
  ['network', /\b(curl|wget)\s{1,5}(?:-|["']?https?:)|\b(Invoke-WebRequest|certutil|bitsadmin)\b/g],
  ['processes', /["'`](?:node:)?(child_process|cluster|worker_threads)["'`]/g],
  ['processes', /\b(execSync|spawnSync|execFileSync|execFile)\s{0,3}\(|\b(process\.(?:binding|dlopen))\b/g],
  ['processes', /\b((?:Bun|Deno)\.(?:spawn|run|Command)|powershell)\b/g],
  ['environment', /\b(process\.env)(?!\s{0,3}(?:[.[?]|\?\.))/g],
  [
    'environment',
    /\b([A-Z][A-Z0-9_]{0,40}(?:TOKEN|SECRET|PASSWORD|API_KEY|ACCESS_KEY|PRIVATE_KEY)(?:_ID)?)\b/g,
  ],
  ['environment', /\b(networkInterfaces|userInfo)\s{0,3}\(/g],
  ['credentials', /(\.npmrc|\.netrc|\.git-credentials|\.bash_history|\.zsh_history|\.pypirc)\b/g],
  ['credentials', /(\.ssh\b|\bid_rsa|\bid_ed25519|\.aws\b|\.kube\b|\.docker\/config|\.config\/gh)\b/g],
  [
    'credentials',
    /\b(Login Data|logins\.json|key4\.db|Local State|169\.254\.169\.254|metadata\.google\.internal)\b/g,
  ],
  ['credentials', /\b(trufflehog|gitleaks|discord\.com\/api\/webhooks|api\.telegram\.org)\b/g],
  [
    'wallets',
    /\b(eth_sendTransaction|eth_requestAccounts|window\.ethereum|signAndSendTransaction|wallet\.dat)\b/g,
  ],
  ['wallets', /\b(nkbihfbeogaeaoehlefnkodbefgpgknn|Exodus|Electrum|xprv\w{20})/g],
  ['wallets', /["'`](0x[0-9a-fA-F]{40}|bc1[0-9a-z]{38,60}|T[1-9A-HJ-NP-Za-km-z]{33})["'`]/g],
  ['code made of text', /(?<![\w$.])(eval)\s{0,3}\(|\b(runIn(?:This|New)?Context|compileFunction)\b/g],
  ['code made of text', /(?<![\w$.])(Function)\s{0,3}\((?!\s{0,3}["'`](?:return this|r["'`]))/g],
  ['code made of text', /["'`](?:node:)?(vm)["'`]|\bimport\s{0,3}\(\s{0,3}["'`](data:)/g],
];

/** Uses of one pattern that are kept. */
const perPattern = 50;

/** Everything outside of itself that a text shows code to reach for. Names made at run time are not seen. Linear. */
export function accessesIn(text: string): Access[] {
  const found: Access[] = [];
  for (const [kind, pattern] of patterns) {
    const words = new Set<string>();
    for (const match of text.matchAll(pattern)) {
      const word = match[1] ?? match[2] ?? match[0];
      if (words.has(word)) continue;
      words.add(word);
      found.push({ kind, word, at: match.index });
      if (words.size === perPattern) break;
    }
  }
  return found;
}

/** How much each kind says of malice; two of the weak ones, or one that hardly anything honest is given by accident, make an alarm. */
const weights: Record<AccessKind, number> = {
  network: 1,
  environment: 1,
  processes: 2,
  'code made of text': 2,
  credentials: 2,
  wallets: 2,
};

/** Whether a word is where something is sent rather than how. */
const isHost = (word: string) => word.includes('.') && !word.startsWith('.');

/** Weight of some accesses together; a network with a named host counts twice. */
export function weightOf(accesses: readonly Access[]): number {
  const kinds = new Set(accesses.map(({ kind }) => kind));
  const network = accesses.filter(({ kind }) => kind === 'network');
  const aimed = network.some(({ word }) => isHost(word)) && network.some(({ word }) => !isHost(word));
  return [...kinds].reduce((sum, kind) => sum + weights[kind], aimed ? 1 : 0);
}
