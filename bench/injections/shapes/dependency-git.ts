import { mapOf, withManifest } from '../../tamperings/tampering.js';
import { defineShape } from '../shape.js';

/** A dependency on a commit that no branch reaches: code hosts serve those of forks under the parent's address. */
export const dependencyGit = defineShape({
  id: 'dependency-git',
  kind: 'install-time',
  like: '@tanstack/router (optionalDependencies on an orphan commit)',
  apply(honest, random) {
    const commit = '79ac49eedf774dd4b0cfa308722bc463cfe5885c';
    const spec = random.pick([
      `github:marker/marker#${commit}`,
      `git+https://marker.invalid/marker.git#${commit}`,
    ])!;
    const field = random.pick(['optionalDependencies', 'optionalDependencies', 'dependencies'])!;
    const members = withManifest(honest, { [field]: { ...mapOf(honest, field), '@marker/setup': spec } });
    return { members, paths: ['package.json'] };
  },
});
