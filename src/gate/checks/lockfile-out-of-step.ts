import { defineCheck } from '../check.js';

/** An install that obeys the lockfile fails, or installs other versions than were tested. */
export const lockfileOutOfStep = defineCheck({
  id: 'gate-lockfile-out-of-step',
  title: 'Lockfile is not in step with the manifest',
  severity: 'medium',
  looksAt: 'What the lockfile says that the project asks for, against its manifests.',
  detect: ({ candidate: { lockfile } }) =>
    (lockfile?.differences ?? []).slice(0, 10).map((difference) => ({
      path: lockfile!.path,
      message: `${difference}: install anew, and commit the lockfile`,
    })),
});
