import type { ExitCode } from '../../errors.js';
import type { Result } from '../../result.js';

/** What one verification came to: a result, or the error that it ended with. */
export type Verified = { result: Result } | { error: { code: string; message: string; exitCode: ExitCode } };
