// Says which files differ between two releases, tarballs or folders.
import { compare } from 'reprove';

const [before = 'lru-cache@11.3.5', after = 'lru-cache@11.3.6'] = process.argv.slice(2);
const { verdict, level, entries } = await compare(before, after);
console.log(level === null ? verdict : `${verdict} (${level})`);
for (const { path, status } of entries) if (status !== 'same') console.log(`${status}  ${path}`);
