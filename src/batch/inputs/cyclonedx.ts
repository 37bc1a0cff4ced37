import { z } from 'zod';
import { defineInput, type Listed } from './define.js';
import { InputError } from './error.js';
import { isJsonWith } from './json.js';
import { integrityOf, listedOf } from './purl.js';

const text = z.string().optional().catch(undefined);
const hashes = z
  .array(z.object({ alg: z.string(), content: z.string() }))
  .optional()
  .catch(undefined);
const componentSchema = z
  .looseObject({
    'bom-ref': text,
    purl: text,
    name: text,
    scope: text,
    hashes,
    externalReferences: z
      .array(z.looseObject({ type: text, hashes }).catch({}))
      .optional()
      .catch(undefined),
    properties: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .optional()
      .catch(undefined),
    components: z.array(z.unknown()).optional().catch(undefined),
  })
  .catch({});
const bomSchema = z.looseObject({
  metadata: z.looseObject({ component: componentSchema.optional() }).optional().catch(undefined),
  components: z.array(z.unknown()).optional(),
  dependencies: z
    .array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional().catch(undefined) }))
    .optional()
    .catch(undefined),
});
type Component = z.infer<typeof componentSchema>;

/** A CycloneDX SBOM in JSON (cyclonedx.org, 1.2 to 1.6). */
export const cyclonedx = defineInput({
  title: 'a CycloneDX SBOM (JSON)',
  accepts: (named) => isJsonWith(named, /"bomFormat"\s*:\s*"CycloneDX"/),
  async read({ text: shown, content }) {
    const bom = parse(await content(), shown);
    const direct = directRefs(bom);
    return componentsOf(bom).map((component): Listed => {
      const { purl, name = 'unnamed' } = component;
      if (purl === undefined) return { kind: 'foreign', name, reason: 'the SBOM states no purl of it' };
      const listed = listedOf(purl, integrityOf(tarballHashes(component)));
      return listed.kind === 'foreign' ? listed : { ...listed, ...roleOf(component, direct) };
    });
  },
});

function parse(content: string, shown: string): z.infer<typeof bomSchema> {
  try {
    return bomSchema.parse(JSON.parse(content.replace(/^\uFEFF/, '')));
  } catch (cause) {
    throw new InputError(`${shown} can't be used: it is no CycloneDX SBOM`, undefined, cause);
  }
}

/** All, those inside of others too, in order. */
function componentsOf({ components = [] }: z.infer<typeof bomSchema>): Component[] {
  const all: Component[] = [];
  const waiting: unknown[] = [...components].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const component = componentSchema.parse(next);
    all.push(component);
    // One by one: a call takes only so many arguments.
    for (const inner of (component.components ?? []).toReversed()) waiting.push(inner);
  }
  return all;
}

/** npm states a tarball's hashes of the component, cyclonedx-npm of the place that it is from. */
function tarballHashes({ hashes: own, externalReferences = [] }: Component) {
  const stated =
    own ?? externalReferences.find(({ type, hashes }) => type === 'distribution' && hashes)?.hashes;
  return (stated ?? []).map(({ alg, content }) => ({ algorithm: alg, hex: content }));
}

/** What the described project asks for itself; null where the SBOM doesn't say. */
function directRefs({ metadata, dependencies }: z.infer<typeof bomSchema>): Set<string> | null {
  const root = metadata?.component?.['bom-ref'];
  const own = dependencies?.find(({ ref }) => ref === root);
  if (root === undefined || own === undefined) return null;
  return new Set(own.dependsOn ?? []);
}

/** Development is told by npm's own property, or by the scope. */
function roleOf({ 'bom-ref': ref, scope, properties = [] }: Component, direct: Set<string> | null) {
  const isDevelopment = properties.some(
    ({ name, value }) => name === 'cdx:npm:package:development' && value === 'true',
  );
  return {
    ...(direct === null ? {} : { direct: ref !== undefined && direct.has(ref) }),
    production: !isDevelopment && scope !== 'excluded',
  };
}
