/** What holds where a configuration says nothing; plain values, so that a run without a file needs no validator. */
export const defaultConfig = {
  sourceMirrors: [],
  expectedSource: {},
  debianArchives: [],
  catalogues: [],
  archive: { entries: 200_000, bytes: 2 ** 31, ratio: 1_000, pathBytes: 4_096 },
  sandbox: {
    engine: 'auto',
    image: 'reprove-sandbox:latest',
    limits: {
      memoryBytes: 6 * 2 ** 30,
      diskBytes: 8 * 2 ** 30,
      temporaryBytes: 2 ** 30,
      logBytes: 16 * 2 ** 20,
      processes: 1_024,
      openFiles: 65_536,
      cpuSeconds: 3_600,
      wallSeconds: 1_800,
    },
  },
  rebuild: { plans: 6, seconds: 3_600, makeDist: true },
  cache: { sharedBytes: 20 * 2 ** 30 },
  policy: { inert: 'pass', rules: [], signals: [] },
  waivers: [],
  gate: { branches: [], tag: 'required' },
  notifications: [],
} as const;
