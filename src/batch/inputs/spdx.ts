import { z } from 'zod';
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
    const { direct, development } = rolesOf(document, roots);
    return (document.packages ?? []).flatMap((value): Listed[] => {
      const { SPDXID = '', name = 'unnamed', checksums = [], externalRefs = [] } = packageSchema.parse(value);
      // What the document is about is no dependency of it.
      if (roots.has(SPDXID)) return [];
      const purl = externalRefs.find(({ referenceType }) => referenceType === 'purl')?.referenceLocator;
      if (purl === undefined) return [{ kind: 'foreign', name, reason: 'the SBOM states no purl of it' }];
      const stated = checksums.map(({ algorithm, checksumValue }) => ({ algorithm, hex: checksumValue }));
      const listed = listedOf(purl, integrityOf(stated));
      if (listed.kind === 'foreign') return [listed];
      const role = {
        ...(direct === null ? {} : { direct: direct.has(SPDXID) }),
        production: !development.has(SPDXID),
      };
      return [{ ...listed, ...role }];
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

/** `direct` is null where no relationship tells. */
function rolesOf({ relationships = [] }: z.infer<typeof documentSchema>, roots: Set<string>) {
  const direct = new Set<string>();
  const development = new Set<string>();
  for (const { relationshipType, spdxElementId, relatedSpdxElement } of relationships) {
    if (relationshipType === 'DEPENDS_ON' && roots.has(spdxElementId)) direct.add(relatedSpdxElement);
    if (/^(?:\w+_)?DEPENDENCY_OF$/.test(relationshipType)) {
      if (roots.has(relatedSpdxElement)) direct.add(spdxElementId);
      if (relationshipType === 'DEV_DEPENDENCY_OF') development.add(spdxElementId);
    }
  }
  return { direct: direct.size === 0 ? null : direct, development };
}
