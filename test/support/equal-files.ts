import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { tarball, tarHeader } from './tarball.js';

const map = (sources: string[]) => JSON.stringify({ version: 3, mappings: 'AAAA', names: [], sources });
const inline = (sources: string[]) =>
  `f();\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map(sources)).toString('base64')}\n`;
const packed = (time: string) => {
  const entry = { path: 'a', content: 'a' };
  const rawHeader = tarHeader(entry, (header) => header.write(time, 136));
  return tarball([{ ...entry, rawHeader }], { gzip: false });
};
const zipped = (mtime: string) => Buffer.from(zipSync({ a: Buffer.from('a') }, { mtime }));

/** Two files that are equal by one normalizer alone, for each that needs no proof. */
export const equalFiles: Record<
  string,
  [path: string, release: string | Buffer, reference: string | Buffer]
> = {
  'byte-order-mark': ['a.js', '\ufeffa', 'a'],
  'line-endings': ['a.js', 'a\r\n', 'a\n'],
  'final-newline': ['a.js', 'a\n', 'a'],
  'inline-source-map': ['a.js', inline(['a.ts']), inline(['../a.ts'])],
  'json-layout': ['a.json', '[1, 2]', '[1,2]'],
  'source-map': ['a.js.map', map(['a.ts']), map(['../a.ts'])],
  'inner-gzip': ['a.gz', gzipSync('a'.repeat(99), { level: 1 }), gzipSync('a'.repeat(99), { level: 9 })],
  'inner-tar': ['a.tar', packed('03560116604'), packed('14561037021')],
  'inner-zip': ['a.zip', zipped('2020-01-01'), zipped('2021-01-01')],
  'package-json-order': ['package.json', '{"name":"a","version":"1.0.0"}', '{"version":"1.0.0","name":"a"}'],
};
