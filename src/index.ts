/**
 * reprove as a library. `verify` is what the command line calls; results are the JSON that it prints.
 *
 * @packageDocumentation
 */
export { type Config, configSchema } from './config/schema.js';
export type { Context, ProgressEvent } from './context.js';
export { type DiffResult, diffSchema } from './diff/result.js';
export { diff } from './diff.js';
export { ReproveError } from './errors.js';
export type { DecidingConfig } from './policy/check.js';
export { decide } from './policy/decide.js';
export { type Decision, decisionSchema } from './policy/decision.js';
export { type Result, resultSchema } from './result.js';
export { planRelease, type VerifyOptions, verify } from './verify.js';
