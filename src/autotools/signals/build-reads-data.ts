/** Said while files are made again, by what has the lines that nothing makes at hand. */
export const buildReadsData = {
  id: 'build-reads-data',
  title: 'Build instructions that only the release has read data',
  severity: 'high',
  looksAt:
    'Lines of configure, makefiles, macro files and helper scripts that nothing accounts for: files that they name, or find by what they search for.',
} as const;
