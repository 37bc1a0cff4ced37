/**
 * Where things are inside every sandbox, whatever the engine. Builds embed such paths in their output, so they never vary.
 */
export const inside = {
  /** The checked-out repository; the one writable place that outlives a step. */
  work: '/build',
  /**
   * Below `work`: where package managers keep what they download, for as long as the install phase lasts. On disk, unlike `home`, and
   * on one file system with what is installed, so that they can link.
   */
  downloads: '/build/.reprove-downloads',
  /** Private, empty, gone with the step. */
  home: '/home/builder',
  /** Read-only toolchain: `/tools/bin` has the commands, `/tools/node/bin/node` is the runtime. */
  tools: '/tools',
  /** Loopback port of the in-sandbox helper that forwards to the registry proxy. */
  port: 4873,
  user: 'builder',
  uid: 1000,
  host: 'builder',
} as const;
