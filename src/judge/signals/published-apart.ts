import { defineSignal } from '../signal.js';

const day = 86_400_000;
/** Clocks and time zones differ; a release may be tagged after it was published, and a rebase dates commits anew. */
const before = 2 * day;
const after = 180 * day;

/** The day of publication doesn't fit the commit. */
export const publishedApart = defineSignal({
  id: 'published-apart',
  title: 'Published long before or after its commit',
  severity: 'low',
  looksAt: "The registry's time of publication against the commit's.",
  detect({ release, source }) {
    if (release.publishedAt === null || source === null) return [];
    const [published, committed] = [Date.parse(release.publishedAt), Date.parse(source.commitTime)];
    const distance = published - committed;
    const times = `published ${release.publishedAt.slice(0, 10)}, committed ${source.commitTime.slice(0, 10)}`;
    // NaN, where a time can't be read, is neither.
    if (distance < -before)
      return [
        {
          path: null,
          severity: 'medium',
          substance: ['before'],
          message: `published before its commit: ${times}`,
        },
      ];
    if (distance > after)
      return [
        {
          path: null,
          substance: ['after'],
          message: `published ${Math.floor(distance / day)} days after its commit: ${times}`,
        },
      ];
    return [];
  },
});
