import semver from 'semver';
import { defineVariation } from '../variation.js';

export const nodeVersion = defineVariation({
  name: 'node-version',
  title: 'node patch version',
  vary(setting, { nodeVersions }) {
    const used = setting.plan.tools.find(({ name }) => name === 'node')?.version;
    const version = used === undefined ? null : nearest(used, nodeVersions);
    if (used === undefined || version === null)
      return { impossible: `there is no other version of node ${semver.coerce(used)?.major ?? ''}` };
    const tools = setting.plan.tools.map((tool) => (tool.name === 'node' ? { ...tool, version } : tool));
    return { ...setting, plan: { ...setting.plan, tools } };
  },
});

/** Another version of the same minor, else of the same major: the next newer, or the next older. */
function nearest(used: string, all: readonly string[]): string | null {
  const others = semver.sort(
    all.filter(
      (version) => semver.valid(version) !== null && version !== used && !semver.prerelease(version),
    ),
  );
  for (const range of [`~${used.replace(/\.\d+$/, '.0')}`, `^${semver.major(used)}.0.0`]) {
    const near = others.filter((version) => semver.satisfies(version, range));
    const found = near.find((version) => semver.gt(version, used)) ?? near.at(-1);
    if (found !== undefined) return found;
  }
  return null;
}
