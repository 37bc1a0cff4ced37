#!/usr/bin/env node
// Makes worker-seccomp.json: docker's own default profile, and the six calls that bubblewrap makes a sandbox with. They are allowed to containers
// with CAP_SYS_ADMIN there; here they are without it, in the worker's container only, where they act on user namespaces of its own.
//
//   sandbox/make-worker-seccomp.mjs <docker's profiles/seccomp/default.json> > sandbox/worker-seccomp.json
//
// Debian has docker's profile in golang-github-docker-docker-dev. Steps inside of the sandbox keep seccomp.json, which refuses all six.
import { readFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error('make-worker-seccomp: name the default profile of docker');
  process.exit(2);
}
const profile = JSON.parse(readFileSync(path, 'utf8'));
profile.syscalls.push({
  names: ['clone', 'mount', 'pivot_root', 'sethostname', 'umount2', 'unshare'],
  action: 'SCMP_ACT_ALLOW',
  args: [],
  comment: 'bubblewrap',
  includes: {},
  excludes: {},
});
process.stdout.write(`${JSON.stringify(profile, null, 2)}\n`);
