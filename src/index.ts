/**
 * reprove as a library: what the command line does, as functions that return what it prints. Nothing here prints, reads a configuration
 * file, or ends the process. Everything that is exported follows semantic versioning (docs/library.md).
 *
 * @packageDocumentation
 */
export { type ConfigInput, defineConfig } from './config/define.js';
export { type Config, configSchema } from './config/schema.js';
export type { ProgressEvent } from './context.js';
export { type DiffResult, diffSchema } from './diff/result.js';
export { type ExitCode, ReproveError } from './errors.js';
export { compare } from './library/compare.js';
export type { LibraryOptions } from './library/options.js';
export { type ReportFormat, report } from './library/report.js';
export { type PlannedRelease, plan, type VerifyOptions, verify } from './library/verify.js';
export type { DecidingConfig } from './policy/check.js';
export { decide } from './policy/decide.js';
export { type Decision, decisionSchema } from './policy/decision.js';
export { type Result, resultSchema } from './result.js';
