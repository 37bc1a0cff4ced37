import { type Random, seededRandom } from '../random.js';
import { archiveTamperings } from './archive.js';
import { codeTamperings } from './code.js';
import { fileTamperings } from './files.js';
import { firstTamperings } from './first.js';
import { manifestTamperings } from './manifest.js';
import type { Honest, Tampered } from './tampering.js';

/** A tampered copy. */
export interface Case extends Tampered {
  tampering: string;
}

const catalogue = [...codeTamperings, ...fileTamperings, ...manifestTamperings, ...archiveTamperings];

/**
 * As many tampered copies of a release as asked for, drawn by a seed: each tampering that applies once, in an order left to chance, then
 * again with other targets.
 */
export function drawn(honest: Honest, seed: string, count: number): Case[] {
  const random = seededRandom(`${seed} ${honest.result.release.purl}`);
  const cases: Case[] = [];
  for (let round = 0; cases.length < count && round < count; round++) cases.push(...all(honest, random));
  return cases.slice(0, count);
}

function all(honest: Honest, random: Random): Case[] {
  return random.shuffle(catalogue).flatMap(({ name, apply }) => {
    const tampered = apply(honest, random);
    return tampered === null ? [] : [{ tampering: name, ...tampered }];
  });
}

/** The tampered copies of the first issue. */
export function firstCases(honest: Honest): Case[] {
  return firstTamperings.flatMap(({ name, apply }) => {
    const tampered = apply(honest, seededRandom(''));
    return tampered === null ? [] : [{ tampering: name, ...tampered }];
  });
}
