// Verifies a release within ten minutes, tells what is going on, and ends with the exit code of the default policy.
import { configSchema, decide, ReproveError, verify } from 'reprove';

const [spec = 'lru-cache@11.3.6', repository] = process.argv.slice(2);
try {
  const result = await verify(spec, {
    ...(repository === undefined ? {} : { source: repository }),
    signal: AbortSignal.timeout(600_000),
    onProgress: ({ stage, message }) => console.error(`${stage}: ${message}`),
  });
  const decision = decide(result, configSchema.parse({}), new Date());
  console.log(
    `${result.release.purl} is ${result.verdict.kind} (${result.verdict.level}): ${decision.outcome}`,
  );
  process.exitCode = decision.exitCode;
} catch (error) {
  if (!(error instanceof ReproveError)) throw error;
  console.error(`${error.code}: ${error.message}. ${error.hint}`);
  process.exitCode = error.exitCode;
}
