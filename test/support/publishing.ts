import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Answer, ServedPackage, ServedVersion } from './registry.js';

/** What a client of npm sends to publish or to stage: libnpmpublish's body. */
interface PublishBody {
  name: string;
  'dist-tags': Record<string, string>;
  versions: Record<string, object>;
  _attachments: Record<string, { data: string }>;
}

/** A package that waits for approval. */
interface StagedPackage {
  id: string;
  name: string;
  version: string;
  tag: string;
  tarball: Buffer;
}

/** The part of a registry that takes releases: publishing, and staging as npm 11.15 and later ask for it. */
export interface Publishing {
  answer(request: IncomingMessage, path: string): Promise<Answer | null>;
  staged: StagedPackage[];
  /** What is public, as `name@version`. */
  readonly published: string[];
  /** Changes what the registry has of a staged package. */
  swap(id: string, tarball: Buffer): void;
}

/** @param serve Makes a package public, as `LocalRegistry.serve` does. */
export function publishing(serve: (served: ServedPackage) => void): Publishing {
  const staged: StagedPackage[] = [];
  const published = new Map<string, ServedVersion[]>();
  const publish = (name: string, version: string, tarball: Buffer, tag: string) => {
    const versions = [...(published.get(name) ?? []), { version, tarball }];
    published.set(name, versions);
    serve({ name, versions, tags: { [tag]: version } });
  };
  return {
    staged,
    get published() {
      return [...published].flatMap(([name, all]) => all.map(({ version }) => `${name}@${version}`));
    },
    swap(id, tarball) {
      staged.find((one) => one.id === id)!.tarball = tarball;
    },
    async answer(request, path) {
      const { method } = request;
      if (method === 'POST' && path.startsWith('/-/stage/package/')) {
        const one = { id: randomUUID(), ...read(await bodyOf(request)) };
        staged.push(one);
        return { status: 201, body: { stageId: one.id } };
      }
      const [, id, what = ''] = /^\/-\/stage\/([0-9a-f-]{36})(?:\/(\w+))?$/.exec(path) ?? [];
      if (id !== undefined) {
        const one = staged.find((each) => each.id === id);
        if (one === undefined) return { status: 404, body: { error: 'Not found' } };
        if (what === 'tarball') return { body: one.tarball };
        if (method === 'POST' && what === 'approve') {
          publish(one.name, one.version, one.tarball, one.tag);
          return { body: {} };
        }
        const { name, version, tag, tarball } = one;
        return {
          body: {
            id,
            packageName: name,
            version,
            tag,
            shasum: createHash('sha1').update(tarball).digest('hex'),
            status: 'pending',
          },
        };
      }
      if (method !== 'PUT') return null;
      const { name, version, tarball, tag } = read(await bodyOf(request));
      publish(name, version, tarball, tag);
      return { status: 201, body: { ok: true } };
    },
  };
}

function read({ name, versions, _attachments, 'dist-tags': tags }: PublishBody) {
  const [version = ''] = Object.keys(versions);
  const [attachment] = Object.values(_attachments);
  return {
    name,
    version,
    tarball: Buffer.from(attachment!.data, 'base64'),
    tag: Object.keys(tags)[0] ?? 'latest',
  };
}

async function bodyOf(request: IncomingMessage): Promise<PublishBody> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as PublishBody;
}
