import type { Material } from './schema.js';

/** By name, then version: the order in which rebuilds list their materials. */
export const materialOrder = (a: Material, b: Material): number =>
  order(a.name, b.name) || order(a.version, b.version) || order(a.integrity, b.integrity);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
