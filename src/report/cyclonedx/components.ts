import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import ssri from 'ssri';
import type { Result } from '../../result.js';
import type { Material } from '../../sandbox/schema.js';
import { percentEncoded } from '../sarif/location.js';

/** References to components of one document. */
export interface Refs {
  release: string;
  of(material: Material): string;
}

/** The release and the materials of its rebuilds, each once. */
export function componentsOf(result: Result, serialNumber: string) {
  const { release, source } = result;
  const refs = refsOf(result);
  const bom = new Models.Bom({
    serialNumber,
    metadata: new Models.Metadata({
      timestamp: new Date(Number.isNaN(Date.parse(result.verifiedAt)) ? 0 : result.verifiedAt),
      tools: new Models.Tools({
        components: new Models.ComponentRepository([
          new Models.Component(Enums.ComponentType.Application, 'reprove', { version: result.reprove }),
        ]),
      }),
      component: new Models.Component(Enums.ComponentType.Library, release.name, {
        bomRef: refs.release,
        version: release.version,
        purl: release.purl,
        hashes: hashes(release.integrity),
        externalReferences: new Models.ExternalReferenceRepository(
          source === null
            ? []
            : [
                new Models.ExternalReference(source.repository, Enums.ExternalReferenceType.VCS, {
                  comment: `commit ${source.commit}`,
                }),
              ],
        ),
      }),
    }),
    components: new Models.ComponentRepository(
      unique(result).map(
        (material) =>
          new Models.Component(Enums.ComponentType.Library, material.name, {
            bomRef: refs.of(material),
            version: material.version,
            purl: purl(material),
            hashes: hashes(material.integrity),
            scope: Enums.ComponentScope.Excluded,
          }),
      ),
    ),
  });
  const spec = Spec.Spec1dot6;
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(spec));
  return { bom: JSON.parse(serializer.serialize(bom, { sortLists: true })) as object, refs };
}

const keyOf = ({ name, version, integrity }: Material): string => JSON.stringify([name, version, integrity]);

function unique({ rebuilds }: Result): Material[] {
  const all = rebuilds.flatMap(({ toolMaterials, materials }) => [...toolMaterials, ...materials]);
  return [...new Map(all.map((material) => [keyOf(material), material])).values()];
}

function refsOf(result: Result): Refs {
  const places = new Map(unique(result).map((material, at) => [keyOf(material), `material-${at + 1}`]));
  return { release: 'release', of: (material) => places.get(keyOf(material))! };
}

/** An address of a git repository is a qualifier of the purl. */
function purl({ name, version }: Material): string {
  const [, scope, plain] = /^(?:(@[^/]+)\/)?(.+)$/s.exec(name) ?? [];
  const git = version.startsWith('git+');
  try {
    return new PackageURL(
      'npm',
      scope,
      plain ?? name,
      git ? undefined : version,
      git ? { vcs_url: version } : undefined,
      undefined,
    ).toString();
  } catch {
    return `pkg:npm/${percentEncoded(name)}`;
  }
}

function hashes(integrity: string): Models.HashDictionary {
  const algorithms = {
    sha512: Enums.HashAlgorithm['SHA-512'],
    sha384: Enums.HashAlgorithm['SHA-384'],
    sha256: Enums.HashAlgorithm['SHA-256'],
    sha1: Enums.HashAlgorithm['SHA-1'],
  };
  const parsed = ssri.parse(integrity);
  return new Models.HashDictionary(
    Object.entries(algorithms).flatMap(([name, algorithm]) =>
      (parsed?.[name] ?? [])
        .slice(0, 1)
        .map((hash) => [algorithm, Buffer.from(hash.digest, 'base64').toString('hex')] as const),
    ),
  );
}
