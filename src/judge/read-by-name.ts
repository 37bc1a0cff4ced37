/**
 * Names by which tools find files, anywhere in a folder that they are run in or that they look up from: who lies there acts, though nothing
 * in the release names it. Each with what reads it and what it can do.
 */
const readByName: readonly [RegExp, string][] = [
  // A registry, a token's destination, `script-shell`, `node-options`: npm and pnpm run with it where a command runs in the folder.
  [/^(?:\.npmrc|\.pnpmrc|\.pnpmfile\.c?js|pnpm-workspace\.yaml)$/, 'settings that npm and pnpm read by name'],
  // `yarnPath` and `plugins` are programs; `bunfig.toml` has `preload`.
  [/^(?:\.yarnrc(?:\.ya?ml)?|\.pnp\.[cm]?js|bunfig\.toml)$/, 'settings that yarn and bun read by name'],
  // Alone among lockfiles it is obeyed inside a dependency: it says which versions, from where.
  [/^npm-shrinkwrap\.json$/, 'versions that npm installs'],
  // Decides how the files beside it load (`type`, `main`, `imports`), and what a bundled package runs.
  [/^package\.json$/, 'manifest of a folder, which decides how its files are loaded'],
  // Plugins and presets are code; babel looks up from each file that it is given, dependencies too.
  [/^(?:\.babelrc(?:\.[a-z]+)?|babel\.config\.[a-z]+|\.swcrc)$/, 'settings that compilers read by name'],
  // Found from the file that is compiled: which syntax is compiled away.
  [/^(?:\.browserslistrc|browserslist)$/, 'settings that bundlers read by name'],
  [
    /^(?:\.postcssrc(?:\.[a-z]+)?|(?:postcss|tailwind|webpack|rollup|vite|vitest|esbuild|metro|svelte|next|nuxt|astro|jest|tsup)\.config\.(?:[cm]?[jt]s|json)|(?:gulp|grunt)file\.[cm]?js)$/i,
    'settings that bundlers read by name',
  ],
  // `extends` and `paths` of one apply to files below it; esbuild and tsx obey those of dependencies.
  [/^[jt]sconfig(?:\.[\w.-]+)?\.json$/, 'settings that compilers read by name'],
  // Parsers, plugins and processors are code, looked up from each file.
  [
    /^(?:\.eslintrc(?:\.[a-z]+)?|eslint\.config\.[cm]?[jt]s|\.prettierrc(?:\.[a-z]+)?|prettier\.config\.[cm]?[jt]s|\.stylelintrc(?:\.[a-z]+)?|stylelint\.config\.[cm]?[jt]s|biome\.jsonc?|\.jshintrc|tslint\.json)$/,
    'settings that linters read by name',
  ],
  // Test runners and lint-staged, husky, nyc, c8, mocha: `require` and commands.
  [
    /^\.(?:mocharc|nycrc|c8rc|taprc|lintstagedrc|huskyrc|releaserc|czrc)(?:\.[a-z]+)?$/,
    'settings that test and release tools read by name',
  ],
  // What node-gyp, make, CMake, cargo and the autotools are given to run. gyp's actions and `<!(…)` are commands.
  [/\.gypi?$/i, 'build instructions'],
  [
    /^(?:GNU)?makefile(?:\.[\w.]+)?$|^(?:CMakeLists\.txt|CMakePresets\.json|configure|meson\.build|SConstruct|wscript|build\.rs|build\.zig|Cargo\.toml|Rakefile|justfile|Taskfile\.ya?ml)$/i,
    'build instructions',
  ],
  // Loaded by dotenv and by bundlers and runtimes themselves, from the folder they run in.
  [/^\.env(?:\.[\w.-]+)?$|^\.envrc$/, 'environment that tools load by name'],
  [
    /^(?:\.profile|\.bashrc|\.bash_profile|\.zshrc|\.zshenv|\.gdbinit|\.lldbinit|\.vimrc|\.nvimrc|\.exrc)$/,
    'settings that a shell, debugger or editor reads by name',
  ],
  [
    /^(?:sitecustomize|usercustomize|conftest|setup)\.py$|^(?:setup\.cfg|pyproject\.toml|requirements(?:[-.\w]*)?\.txt|Pipfile)$/,
    'file that python reads by name',
  ],
  [
    /^(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|^(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/i,
    'file that container tools read by name',
  ],
  // Instructions, hooks and tools that coding agents obey where they read files: Claude Code and Codex load those of nested folders.
  [
    /^(?:AGENTS?|CLAUDE|GEMINI|QWEN|CODEX|SKILL|copilot-instructions)(?:\.[\w-]+)?\.mdc?$|\.(?:instructions|prompt|chatmode|agent)\.md$|^\.(?:cursorrules|windsurfrules|clinerules|goosehints|roorules|aider\.conf\.yml|mcp\.json)$|^mcp\.json$/i,
    'instructions that coding agents obey',
  ],
];

/** Folders whose files tools find by where they lie. */
const readByPlace: readonly [RegExp, string][] = [
  [
    /(?:^|\/)\.(?:claude|cursor|codex|gemini|qwen|windsurf|clinerules|roo|kiro|continue|aider|agents?|junie|amazonq|augment)\//i,
    'instructions that coding agents obey',
  ],
  [
    /(?:^|\/)\.github\/(?:instructions|prompts|chatmodes|agents|skills)\//i,
    'instructions that coding agents obey',
  ],
  // A task may run on opening the folder, and a debugger's settings name a program; both as a start-up task of an IDE.
  [/(?:^|\/)\.vscode\/(?:tasks|launch|mcp)\.json$/i, "editor's task"],
  [
    /(?:^|\/)\.idea\/(?:runConfigurations\/|startup\.xml$|externalDependencies\.xml$|watcherTasks\.xml$)/i,
    "editor's task",
  ],
  [/(?:^|\/)\.devcontainer(?:\/|\.json$)/i, 'container that editors open a folder in'],
  [/(?:^|\/)\.(?:husky|githooks|git)\//i, 'hooks and settings that git reads'],
  // node-gyp-build, prebuild-install and pkg-prebuilds load what lies here for the platform.
  [/(?:^|\/)prebuilds?\/.*\.node$/i, 'binary that an addon loader finds by its folder'],
  [
    /(?:^|\/)\.(?:github\/workflows|circleci|gitea\/workflows|forgejo\/workflows)\//i,
    'job that a code host runs',
  ],
];

/**
 * What a file is that acts by lying where it lies under the name it has; null for all others. Scripts among them are looked up from the
 * working folder or the file at hand, which may well be a folder of a dependency.
 */
export function readsByName(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    readByName.find(([names]) => names.test(name))?.[1] ??
    readByPlace.find(([places]) => places.test(path))?.[1] ??
    null
  );
}
