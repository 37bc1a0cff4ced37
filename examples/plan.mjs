// Prints how a release would be rebuilt, and runs nothing of it.
import { plan } from 'reprove';

const [spec = 'lru-cache@11.3.6', repository] = process.argv.slice(2);
const { plans, failure } = await plan(spec, repository === undefined ? {} : { source: repository });
if (failure !== null) console.log(`no source: ${failure.message}`);
for (const { summary, steps } of plans) {
  console.log(summary);
  for (const { name, command } of steps) console.log(`  ${name}: ${command.join(' ')}`);
}
