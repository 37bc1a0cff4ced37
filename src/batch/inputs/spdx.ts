import { z } from 'zod';
import { rolesIn } from '../../npm/lockfile-graph.js';
import { defineInput, type Listed } from './define.js';
import { InputError } from './error.js';
import { isJsonWith } from './json.js';
import { integrityOf, listedOf } from './purl.js';

const packageSchema = z
  .looseObject({
    SPDXID: z.string().optional().catch(undefined),
    name: z.string().optional().catch(undefined),
    checksums: z
      .array(z.object({ algorithm: z.string(), checksumValue: z.string() }))
      .optional()
      .catch(undefined),
    externalRefs: z
      .array(z.looseObject({ referenceType: z.string(), referenceLocator: z.string() }))
      .optional()
      .catch(undefined),
  })
  .catch({});
const documentSchema = z.looseObject({
  documentDescribes: z.array(z.string()).optional().catch(undefined),
  packages: z.array(z.unknown()).optional(),
  relationships: z
    .array(
      z.looseObject({
        spdxElementId: z.string(),
        relatedSpdxElement: z.string(),
        relationshipType: z.string(),
      }),
    )
    .optional()
    .catch(undefined),
});

/** An SPDX SBOM in JSON (spdx.dev, 2.2 and 2.3). */
export const spdx = defineInput({
  title: 'an SPDX SBOM (JSON)',
  accepts: (named) => isJsonWith(named, /"spdxVersion"\s*:/),
  async read({ text, content }) {
    const document = parse(await content(), text);
    const roots = rootsOf(document);
    const roleOf = rolesOf(document, roots);
    return (document.packages ?? []).flatMap((value): Listed[] => {
      const { SPDXID = '', name = 'unnamed', checksums = [], externalRefs = [] } = packageSchema.parse(value);
      // What the document is about is no dependency of it.
      if (roots.has(SPDXID)) return [];
      const purl = externalRefs.find(({ referenceType }) => referenceType === 'purl')?.referenceLocator;
      if (purl === undefined) return [{ kind: 'foreign', name, reason: 'the SBOM states no purl of it' }];
      const stated = checksums.map(({ algorithm, checksumValue }) => ({ algorithm, hex: checksumValue }));
      const listed = listedOf(purl, integrityOf(stated));
      return [listed.kind === 'foreign' ? listed : { ...listed, ...roleOf(SPDXID) }];
    });
  },
});

function parse(content: string, shown: string): z.infer<typeof documentSchema> {
  try {
    return documentSchema.parse(JSON.parse(content.replace(/^\uFEFF/, '')));
  } catch (cause) {
    throw new InputError(`${shown} can't be used: it is no SPDX SBOM`, undefined, cause);
  }
}

function rootsOf({
  documentDescribes = [],
  relationships = [],
}: z.infer<typeof documentSchema>): Set<string> {
  const described = relationships.flatMap(({ relationshipType, relatedSpdxElement, spdxElementId }) =>
    relationshipType === 'DESCRIBES'
      ? [relatedSpdxElement]
      : relationshipType === 'DESCRIBED_BY'
        ? [spdxElementId]
        : [],
  );
  return new Set([...documentDescribes, ...described]);
}

/** What is for development is told by what asks for it: the same package may be needed otherwise too. */
const development = /^(?:DEV|TEST|BUILD)_(?:DEPENDENCY|TOOL)_OF$/;
const otherwise = /^(?:(?:OPTIONAL|RUNTIME|PROVIDED)_)?DEPENDENCY_OF$/;

/** Roles by id. What nothing leads to may be anything. */
function rolesOf({ relationships = [] }: z.infer<typeof documentSchema>, roots: Set<string>) {
  const always = new Map<string, string[]>();
  const all = new Map<string, string[]>();
  const add = (edges: Map<string, string[]>, from: string, to: string) => {
    const known = edges.get(from);
    if (known === undefined) edges.set(from, [to]);
    else known.push(to);
  };
  for (const { relationshipType: type, spdxElementId: one, relatedSpdxElement: other } of relationships) {
    if (type === 'DEPENDS_ON' || type === 'HAS_PREREQUISITE') {
      add(always, one, other);
      add(all, one, other);
    } else if (otherwise.test(type) || type === 'PREREQUISITE_FOR') {
      add(always, other, one);
      add(all, other, one);
    } else if (development.test(type)) add(all, other, one);
  }
  const below = (edges: Map<string, string[]>) =>
    rolesIn<string>({
      roots: { production: [...roots].flatMap((root) => edges.get(root) ?? []), development: [] },
      edges: (id) => edges.get(id) ?? [],
    });
  const [needed, reached] = [below(always), below(all)];
  return (id: string): { direct?: boolean; production?: boolean } => {
    if (!reached(id).production) return {};
    return { direct: reached(id).direct, production: needed(id).production };
  };
}
