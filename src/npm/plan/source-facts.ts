import { posix } from 'node:path';
import type { PlanningInput } from '../../ecosystem.js';
import { type Manifest, readManifest } from './manifest.js';
import { readWorkflow, type WorkflowJob } from './workflow.js';
import { type Workspace, workspaceOf } from './workspace.js';

/** What the source says that planning asks about, read once. Folders are relative to the root, '' for the root. */
export interface SourceFacts {
  input: PlanningInput;
  manifest: Manifest;
  /** The package's folder and those above it up to the root, nearest first. */
  folders: readonly string[];
  /** Manifests by folder, for `folders` that have a readable one. */
  manifests: ReadonlyMap<string, Manifest>;
  jobs: readonly WorkflowJob[];
  /** The packages that are developed with this one; null when it stands alone. */
  workspace: Workspace | null;
  /** Every folder of the tree that has a file somewhere below. */
  directories: ReadonlySet<string>;
  /** Day (ISO 8601) that stands for the publisher's present when versions are chosen. */
  day: string;
  /** The registry's publish time is so much later than the commit that it is none: that of a copy. */
  lateTime: boolean;
  /** What could not be read, one line each. */
  notes: readonly string[];
}

/** Days after a commit that its publication is believed to be. Later publish times are those of a registry's copy. */
const believedDays = 14;

/** Reads what planning needs; null when the package's folder has no readable package.json. */
export function sourceFacts(input: PlanningInput): SourceFacts | null {
  const notes: string[] = [];
  const folders = foldersUpwards(input.directory);
  const manifests = new Map<string, Manifest>();
  for (const folder of folders) {
    const text = input.files.get(posix.join(folder, 'package.json'));
    if (text === undefined) continue;
    const manifest = readManifest(text);
    if (manifest === null) notes.push(`${posix.join(folder, 'package.json')} could not be read`);
    else manifests.set(folder, manifest);
  }
  const manifest = manifests.get(input.directory);
  if (manifest === undefined) return null;
  const jobs = [...input.files]
    .filter(([path]) => isWorkflow(path))
    .flatMap(([path, text]) => {
      const read = readWorkflow(path, text);
      if (read === null) notes.push(`${path} could not be read`);
      return read ?? [];
    });
  const day = believedDay(input, notes);
  const workspace = workspaceOf(input, folders, manifests);
  const directories = directoriesOf(input.paths);
  const published = Date.parse(input.release.publishedAt ?? '');
  const lateTime = !Number.isNaN(published) && iso(published) !== day;
  return { input, manifest, folders, manifests, jobs, workspace, directories, day, lateTime, notes };
}

/** Whether a path is a workflow file of the code host's CI. */
export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** A folder and those above it up to the root (''), nearest first. */
export function foldersUpwards(directory: string): string[] {
  const segments = directory === '' ? [] : directory.split('/');
  return [...segments.map((_, index) => segments.slice(0, segments.length - index).join('/')), ''];
}

function believedDay({ release, commitTime }: PlanningInput, notes: string[]): string {
  const committed = Date.parse(commitTime);
  const published = Date.parse(release.publishedAt ?? '');
  if (Number.isNaN(published)) return Number.isNaN(committed) ? '1970-01-01T00:00:00.000Z' : iso(committed);
  if (Number.isNaN(committed) || published - committed <= believedDays * 86_400_000) return iso(published);
  notes.push(`versions are chosen for the commit's day, since the registry's publish time is much later`);
  return iso(committed);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function directoriesOf(paths: ReadonlySet<string>): Set<string> {
  const directories = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (directories.has(folder)) break;
      directories.add(folder);
    }
  }
  return directories;
}
