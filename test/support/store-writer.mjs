// Stores results one after the other into a state folder and prints the version of each that is committed. Ends with the error's code.
const [state, count] = process.argv.slice(2);
const at = (path) => new URL(`../../dist/batch/store/${path}.js`, import.meta.url).href;
const { openStore } = await import(at('open'));
const { keepResult, recordResult } = await import(at('record'));
const filler = 'x'.repeat(400);
const findings = Array.from({ length: 500 }, (_, line) => ({
  signal: 's',
  severity: 'low',
  title: 't',
  path: `${line}${filler}`,
  line,
  message: filler,
  fingerprint: 'f',
  new: null,
}));
try {
  const place = { kind: 'pglite', state, blobs: { kind: 'folder', folder: `${state}/blobs` } };
  const store = await openStore(place, { signal: new AbortController().signal });
  console.log('open');
  for (let at = 0; at < Number(count); at++) {
    const result = {
      reprove: '0.1.0',
      verifiedAt: new Date().toISOString(),
      source: null,
      provenance: null,
      rebuilds: [],
      comparison: null,
      seconds: 1,
      release: {
        ecosystem: 'npm',
        name: 'a',
        version: String(at),
        integrity: 'i',
        publishedAt: null,
        publisher: null,
      },
      archive: { entries: 1 },
      findings,
      verdict: { kind: 'inert', level: null, summary: '', cause: null, unexplained: [] },
    };
    const kept = await keepResult(store.blobs, result);
    await store.transaction((session) => recordResult(session, kept, { rules: 'r' }));
    console.log(at);
  }
  await new Promise((resolve) => setTimeout(resolve, 600_000));
} catch (error) {
  console.log(error.code, error.message);
  process.exit(1);
}
