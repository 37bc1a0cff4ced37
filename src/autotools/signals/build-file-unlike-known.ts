/** Said while files are made again, by what has the histories of known build files at hand. */
export const buildFileUnlikeKnown = {
  id: 'build-file-unlike-known',
  title: 'Build file unlike every known version of it',
  severity: 'medium',
  looksAt:
    'Macro files and helper scripts that the tag lacks, by the names of known ones: their serial number, and what they have that the nearest known version lacks.',
} as const;
