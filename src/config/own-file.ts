/**
 * A file of the reprove package itself, by its path in there. Sources, what is compiled and what is bundled all lie two folders deep, so
 * that this one place finds the package.
 */
export const ownFile = (path: string): URL => new URL(`../../${path}`, import.meta.url);
