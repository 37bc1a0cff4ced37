/** Where a toolchain is had from. */
export type ToolchainOrigin =
  /** A binary package of Debian, unpacked; patched as Debian does. */
  | { kind: 'package'; name: string; version: string }
  /** The project's own tarball, as a source package of Debian has it. */
  | { kind: 'tarball'; name: string; upstream: string }
  /** A tag of the project's repository. */
  | { kind: 'tag'; url: string; tag: string };

/** One build of autoconf or automake that releases were made with. */
export interface Toolchain {
  tool: 'autoconf' | 'automake';
  /** As it writes into what it makes. */
  version: string;
  /** Names it among those of its version; '' for the project's own. */
  variant: string;
  /** The first that can be had is taken. */
  origins: readonly ToolchainOrigin[];
}

const repository = (name: string) => `https://github.com/autotools-mirror/${name}`;
const tag = (tool: Toolchain['tool'], version: string): ToolchainOrigin => ({
  kind: 'tag',
  url: repository(tool),
  tag: `v${version}`,
});
const tarball = (name: string, upstream: string): ToolchainOrigin => ({ kind: 'tarball', name, upstream });
const packaged = (name: string, version: string): ToolchainOrigin => ({ kind: 'package', name, version });

const autoconf = (version: string, variant: string, ...origins: ToolchainOrigin[]): Toolchain => ({
  tool: 'autoconf',
  version,
  variant,
  origins,
});
const automake = (version: string, ...origins: ToolchainOrigin[]): Toolchain => ({
  tool: 'automake',
  version,
  variant: '',
  origins,
});

/**
 * In the order in which they are tried. A version alone does not say what was used: Debian's 2.69 knew `--runstatedir`, its 2.71 caches other
 * names for C++.
 */
export const toolchains: readonly Toolchain[] = [
  autoconf('2.69', '', tarball('autoconf2.69', '2.69')),
  autoconf('2.69', 'debian', packaged('autoconf', '2.69-14')),
  autoconf('2.71', '', tarball('autoconf', '2.71')),
  autoconf('2.71', 'debian', packaged('autoconf', '2.71-3')),
  autoconf('2.72', '', tarball('autoconf', '2.72')),
  autoconf('2.72', 'debian', packaged('autoconf', '2.72-3.1')),
  autoconf('2.73', '', tarball('autoconf', '2.73'), packaged('autoconf', '2.73-2')),
  automake('1.15.1', tag('automake', '1.15.1')),
  automake('1.16.1', tag('automake', '1.16.1')),
  automake('1.16.2', tag('automake', '1.16.2')),
  automake('1.16.3', packaged('automake', '1:1.16.3-2'), tag('automake', '1.16.3')),
  automake('1.16.4', tag('automake', '1.16.4')),
  automake('1.16.5', tarball('automake-1.16', '1.16.5'), packaged('automake', '1:1.16.5-1.3')),
  automake('1.17', tarball('automake-1.17', '1.17'), packaged('automake', '1:1.17-4')),
  automake('1.18.1', tag('automake', '1.18.1')),
];

/** `autoconf-2.71-debian`: what it is called in the cache, in the sandbox and in reports. */
export const toolchainName = ({ tool, version, variant }: Toolchain): string =>
  [tool, version, variant].filter((part) => part !== '').join('-');
