import type { DecidingConfig } from './check.js';

/** Whether a configuration decides nothing that the verdict alone doesn't. */
export const isUsual = ({ policy, waivers }: DecidingConfig): boolean =>
  policy.rules.length + policy.signals.length + waivers.length === 0 && policy.inert === 'pass';
