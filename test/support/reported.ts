import type { Difference } from '../../src/compare/schema.js';
import type { Result } from '../../src/result.js';
import { comparedEntry, differingEntry, finding, plan, rebuild, result, stepOutcome } from './result.js';

/** Text that tries to act in every form a report has: HTML, Markdown, XML, SARIF, terminals. */
export const hostile = {
  html: '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>',
  close: '</style></script></title></textarea>--><svg/onload=alert(1)>',
  markdown:
    '@octocat #1 [click](https://evil.invalid) ![x](https://evil.invalid/x.png) **bold** `code` ``` ~~~~',
  xml: ']]><failure/> & &amp; <!-- \u0000\u0001\ufffe',
  hidden: 'a\u202eb\u200bc\u2066d\u{e0041}e\u0430f\ud800g',
  command: '/close\n/assign @root\n::error::owned\n::set-output name=a::b',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a workflow would replace.
  template: '${{ secrets.TOKEN }} {{7*7}} {0} %SRCROOT%',
};

const path = (name: keyof typeof hostile): string => `lib/${hostile[name].replaceAll('/', '|')}.js`;

/** Accounted for by its source and a rebuild. */
export const reproduced = (): Result =>
  result({
    plans: [plan()],
    rebuilds: [
      rebuild({
        materials: [
          {
            name: '@scope/left-pad',
            version: '1.3.0',
            integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}`,
          },
          {
            name: 'from-git',
            version: `git+https://git.example/a/b#${'a'.repeat(40)}`,
            integrity: 'sha512-x',
          },
        ],
        toolMaterials: [
          { name: 'npm', version: '10.9.2', integrity: `sha512-${Buffer.alloc(64, 2).toString('base64')}` },
        ],
      }),
    ],
    comparison: {
      entries: [
        comparedEntry('README.md', {
          evidence: {
            kind: 'equivalent',
            to: 'source',
            path: 'README.md',
            plan: null,
            normalizations: [{ name: 'line-endings', version: 1, detail: 'CRLF to LF' }],
          },
        }),
        comparedEntry('lib/index.js', { evidence: { kind: 'rebuild', plan: 'd'.repeat(64) } }),
        comparedEntry('package.json'),
      ],
      missing: [],
      bytes: 3_000,
      notRead: [],
    },
    verdict: {
      ...result().verdict,
      level: 'equivalent',
      summary: 'All 3 entries are accounted for: 1 by its source, 1 by a rebuild, 1 after normalizers.',
    },
  });

/** A release that is not what it says, every string of which is hostile. */
export const suspicious = (): Result => {
  const lines: Difference['lines'] = [
    { sign: '@', text: `line 3 ${hostile.html}` },
    { sign: ' ', text: '\tconst a = 1;' },
    { sign: '-', text: 'run(a);' },
    { sign: '+', text: `run(b); // ${hostile.hidden}` },
    ...Object.values(hostile).map((text) => ({ sign: '+' as const, text })),
    { sign: ' ', text: '```' },
  ];
  const phantoms = (['html', 'markdown', 'close', 'xml', 'hidden', 'template', 'command'] as const).map(
    (name) => comparedEntry(path(name), { evidence: { kind: 'none' }, phantom: true, size: 14_200 }),
  );
  const entries = [
    comparedEntry('../../outside.js', { evidence: { kind: 'none' }, phantom: true }),
    comparedEntry('README.md'),
    comparedEntry('left-over.log', { evidence: { kind: 'none' }, phantom: true }),
    ...phantoms,
    differingEntry('lib/index.js', lines, { summary: `9 lines added ${hostile.markdown}` }),
  ];
  const base = result();
  return result({
    release: {
      ...base.release,
      publisher: `someone ${hostile.html}`,
      repository: `git+https://git.example/${hostile.html}`,
      purl: `pkg:npm/tiny@1.2.3?x=${hostile.html}`,
      version: `1.2.3-${hostile.html}`,
    },
    archive: {
      ...base.archive,
      entries: entries.length,
      oddities: [
        { kind: 'duplicate-path', path: path('html'), detail: `twice ${hostile.markdown}`, overwrites: true },
      ],
    },
    source: { ...base.source!, ref: `refs/tags/${hostile.html}`, directory: hostile.close },
    sourceNotes: [{ kind: 'tag-moved', detail: `the tag moved ${hostile.hidden} ${hostile.html}` }],
    plans: [plan(), plan({ rank: 2 })],
    rebuilds: [
      rebuild({
        plan: plan({ summary: `npm ci ${hostile.html}` }),
        refusals: [`tiny 1.2.3: the release under verification ${hostile.html}`],
        proxyNotes: [hostile.markdown],
        materials: [{ name: hostile.html, version: hostile.xml, integrity: hostile.hidden }],
      }),
    ],
    comparison: {
      entries,
      missing: [{ path: path('markdown'), from: 'rebuild' }],
      bytes: 30_000,
      notRead: [{ path: path('html'), reason: hostile.close }],
    },
    findings: [
      finding({ message: `the release runs ${hostile.html} ${hostile.markdown}`, excerpt: hostile.html }),
      finding({
        signal: 'hidden-characters',
        title: 'Characters that hide code',
        docs: 'docs/signals/hidden-characters.md',
        severity: 'medium',
        path: path('hidden'),
        line: 7,
        excerpt: hostile.hidden,
      }),
      finding({
        signal: 'source-moved',
        severity: 'low',
        title: hostile.markdown,
        path: null,
        line: null,
        excerpt: hostile.command,
      }),
    ],
    verdict: {
      kind: 'suspicious',
      level: null,
      summary: `${phantoms.length} entries have no evidence and could act: ${hostile.markdown} ${hostile.html}`,
      cause: null,
      unexplained: [
        ...phantoms.map((entry) => ({
          path: entry.path,
          canAct: true,
          new: null,
          why: `script ${hostile.html}`,
          lead: { from: 'main', through: ['index.js', entry.path] },
        })),
        { path: '../../outside.js', canAct: true, new: null, why: 'script', lead: null },
        { path: 'lib/index.js', canAct: true, new: null, why: 'script', lead: { from: 'main', through: [] } },
        { path: 'left-over.log', canAct: false, new: null, why: 'log; nothing names it', lead: null },
      ],
      recipe: null,
      leftovers: [{ path: 'left-over.log', reason: hostile.html }],
    },
  });
};

/** Nothing could be rebuilt. */
export const inconclusive = (): Result => {
  const failed = rebuild({
    outcome: 'failed',
    integrity: null,
    tarSha256: null,
    steps: [
      stepOutcome(),
      stepOutcome({
        name: 'run build',
        command: ['npm', 'run', 'build'],
        exitCode: 127,
        lastLines: ['> tiny@1.2.3 build', 'sh: 1: tsup: not found'],
      }),
    ],
    failure: {
      cause: 'build-failed',
      message: 'npm run build ended with exit code 127',
      step: 'run build',
      because: { kind: 'missing-command', about: 'tsup', line: 'sh: 1: tsup: not found' },
    },
  });
  const none = { evidence: { kind: 'none' as const } };
  const entries = [comparedEntry('dist/index.js', { ...none, phantom: true }), comparedEntry('package.json')];
  return result({
    plans: [plan(), plan({ rank: 2 })],
    rebuilds: [failed],
    comparison: { entries, missing: [], bytes: 2_000, notRead: [] },
    verdict: {
      kind: 'inconclusive',
      level: null,
      summary: '1 of 2 entries needs a rebuild, and none succeeded.',
      cause: {
        stage: 'rebuild',
        reason: 'build-failed',
        message: 'npm run build ended with exit code 127',
        hint: 'Say how it is built with a recipe.',
        give: ['ref', 'recipe'],
        failed: {
          plan: 1,
          step: 'run build',
          directory: '',
          command: ['npm', 'run', 'build'],
          exitCode: 127,
          endedBy: 'exit',
          lastLines: ['> tiny@1.2.3 build', 'sh: 1: tsup: not found'],
          because: { kind: 'missing-command', about: 'tsup', line: 'sh: 1: tsup: not found' },
        },
        environment: false,
      },
      unexplained: [
        {
          path: 'dist/index.js',
          canAct: true,
          new: null,
          why: 'script',
          lead: { from: 'main', through: [] },
        },
      ],
      recipe: null,
      leftovers: [],
    },
  });
};

/** Machine code that came out of the rebuild otherwise. */
export const nativeDifference = (): Result => {
  const entries = [
    differingEntry(
      'build/addon.node',
      [
        { sign: '@', text: '.text: 4,096 bytes, 12 of them differ' },
        { sign: '-', text: 'import connect' },
        { sign: '+', text: 'import execve' },
      ],
      { kind: 'binary', summary: 'ELF: 1 import added, 1 removed; section .text differs' },
    ),
    comparedEntry('package.json'),
  ];
  return result({
    plans: [plan()],
    rebuilds: [rebuild()],
    comparison: { entries, missing: [], bytes: 2_000, notRead: [] },
    verdict: {
      kind: 'differs',
      level: null,
      summary: '1 of 2 entries is not what its source makes, and could act.',
      cause: null,
      unexplained: [
        {
          path: 'build/addon.node',
          canAct: true,
          new: null,
          why: 'machine code',
          lead: { from: 'main', through: ['index.js', 'build/addon.node'] },
        },
      ],
      recipe: null,
      leftovers: [],
    },
  });
};

/** One of each, by what it ended as. */
export const fixtures: readonly [string, () => Result][] = [
  ['reproduced', reproduced],
  ['suspicious', suspicious],
  ['inconclusive', inconclusive],
  ['native-difference', nativeDifference],
];
