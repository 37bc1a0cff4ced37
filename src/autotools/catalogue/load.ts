import { readFile } from 'node:fs/promises';
import { ownFile } from '../../config/own-file.js';
import type { Context } from '../../context.js';
import { ReleaseError } from '../error.js';
import { Catalogue } from './catalogue.js';
import { decodeCatalogue } from './format.js';

let loaded: { key: string; catalogue: Promise<Catalogue> } | undefined;

/** The catalogue that comes with reprove, and those of the configuration before it. Read once. Throws `ReleaseError`. */
export function loadCatalogue({ config }: Pick<Context, 'config'>): Promise<Catalogue> {
  const own = ownFile('data/build-files.bin');
  const key = JSON.stringify(config.catalogues);
  if (loaded?.key !== key) loaded = { key, catalogue: read([...config.catalogues, own]) };
  return loaded.catalogue;
}

async function read(places: readonly (string | URL)[]): Promise<Catalogue> {
  const parts = await Promise.all(
    places.map(async (place) => {
      const bytes = await readFile(place).catch((cause: NodeJS.ErrnoException) => {
        throw new ReleaseError({
          code: 'E_CATALOGUE',
          message: `the catalogue ${place} can't be read (${cause.code})`,
          hint: "Look at 'catalogues' in the configuration, or install reprove again.",
          exitCode: 2,
          cause,
        });
      });
      return decodeCatalogue(bytes, String(place));
    }),
  );
  return new Catalogue(parts);
}
