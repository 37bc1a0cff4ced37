import { createHash } from 'node:crypto';
import { defineFormat } from './format.js';
import { jsonText } from './json.js';

/**
 * CycloneDX 1.6: the release, everything that its rebuilds were served as components, how they were made as formulation, and the
 * verdict as a declaration. What the library has no model for (formulation, declarations) is put beside what it writes.
 */
export const format = defineFormat({
  extension: 'cdx.json',
  async write(result) {
    const [{ componentsOf }, { formulation }, { declarations, definitions }] = await Promise.all([
      import('./cyclonedx/components.js'),
      import('./cyclonedx/formulation.js'),
      import('./cyclonedx/declarations.js'),
    ]);
    const { bom, refs } = componentsOf(result, serialNumber(result));
    return `${jsonText({
      ...bom,
      formulation: formulation(result, refs),
      definitions,
      declarations: declarations(result),
    })}\n`;
  },
});

/** The same result has the same number: a UUID of version 8, made of its digest (RFC 9562). */
function serialNumber(result: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(result)).digest('hex').split('');
  hex[12] = '8';
  hex[16] = '89ab'[Number.parseInt(hex[16]!, 16) % 4]!;
  const text = hex.join('');
  return `urn:uuid:${[text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20, 32)].join('-')}`;
}
