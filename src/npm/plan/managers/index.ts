import { bun } from './bun.js';
import type { Manager } from './define-manager.js';
import { npm } from './npm.js';
import { pnpm } from './pnpm.js';
import { yarn } from './yarn.js';
import { yarnBerry } from './yarn-berry.js';

/** Every package manager that plans can use, the more telling lockfile first. */
export const managers: readonly Manager[] = [pnpm, bun, yarn, yarnBerry, npm];
