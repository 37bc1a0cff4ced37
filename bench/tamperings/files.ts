import { posix } from 'node:path';
import { added, file, pathOf, rewritten, textAt } from './members.js';
import {
  builtScriptsOf,
  entryPointOf,
  isFree,
  isModule,
  mapOf,
  pathsOf,
  scriptsOf,
  type Tampering,
  withManifest,
} from './tampering.js';

const names = ['setup', 'loader', 'compat', 'telemetry', 'polyfill', 'shim'];
const code = "console.log('inert marker');\n";

/** Files that are added, moved or given the content of others. */
export const fileTamperings: Tampering[] = [
  {
    name: 'a file added and loaded from an entry point',
    apply(honest, random) {
      const entry = entryPointOf(honest, random);
      if (entry === undefined) return null;
      const module = isModule(honest, entry);
      const name = `${random.pick(names)}${module ? '.mjs' : '.cjs'}`;
      const path = posix.join(posix.dirname(entry), name);
      if (!isFree(honest, path)) return null;
      const load = module ? `import './${name}';\n` : `require('./${name}');\n`;
      const changed = rewritten(honest.members, entry, `${textAt(honest.members, entry)}\n${load}`);
      return { members: added(changed, path, code), paths: [entry, path] };
    },
  },
  {
    name: 'a script added that nothing loads',
    apply(honest, random) {
      const beside = random.pick(pathsOf(honest)) ?? '';
      const path = posix.join(posix.dirname(beside), `${random.pick(names)}.js`);
      return isFree(honest, path) ? { members: added(honest.members, path, code), paths: [path] } : null;
    },
  },
  {
    name: 'an executable script without an ending added',
    apply(honest, random) {
      const path = `bin/${random.pick(names)}`;
      if (!isFree(honest, path)) return null;
      const root = honest.members[0]!.header.name.split('/')[0];
      const content = Buffer.from(`#!/usr/bin/env node\n${code}`);
      return { members: [...honest.members, file(`${root}/${path}`, content, 0o755)], paths: [path] };
    },
  },
  {
    name: 'a native addon added',
    apply(honest, random) {
      const path = `build/Release/${random.pick(names)}.node`;
      if (!isFree(honest, path)) return null;
      return { members: added(honest.members, path, '\x7fELF\x02\x01\x01 marker'), paths: [path] };
    },
  },
  {
    name: 'a script with the content of another one',
    apply(honest, random) {
      const target = random.pick(builtScriptsOf(honest));
      if (target === undefined) return null;
      const text = textAt(honest.members, target);
      const others = scriptsOf(honest).filter((path) => textAt(honest.members, path).trim() !== text.trim());
      const other = random.pick(others);
      if (other === undefined) return null;
      const members = rewritten(honest.members, target, textAt(honest.members, other));
      return { members, paths: [target] };
    },
  },
  {
    name: 'an entry point with the content of a file of the same name elsewhere',
    apply(honest, random) {
      const scripts = scriptsOf(honest);
      const text = (path: string) => textAt(honest.members, path);
      const pairs = scripts.flatMap((target) =>
        scripts
          .filter((other) => other !== target && posix.basename(other) === posix.basename(target))
          .filter((other) => text(other).trim() !== text(target).trim())
          .map((other) => ({ target, other })),
      );
      const pair = random.pick(pairs);
      if (pair === undefined) return null;
      return { members: rewritten(honest.members, pair.target, text(pair.other)), paths: [pair.target] };
    },
  },
  {
    name: 'a script renamed',
    apply(honest, random) {
      const from = random.pick(scriptsOf(honest));
      if (from === undefined) return null;
      const to = posix.join(posix.dirname(from), `${random.pick(names)}${posix.extname(from)}`);
      if (!isFree(honest, to)) return null;
      const members = honest.members.map((member) => {
        const { name } = member.header;
        if (pathOf(member) !== from) return member;
        return { ...member, header: { ...member.header, name: name.slice(0, -from.length) + to } };
      });
      return { members, paths: [to] };
    },
  },
  {
    name: 'a script moved in front of what a folder loads',
    apply(honest, random) {
      const folders = scriptsOf(honest)
        .filter((path) => posix.basename(path) === 'index.js' && path.includes('/'))
        .map((path) => `${posix.dirname(path)}.js`)
        .filter((path) => isFree(honest, path));
      const target = random.pick(folders);
      const other = random.pick(scriptsOf(honest));
      if (target === undefined || other === undefined) return null;
      return { members: added(honest.members, target, textAt(honest.members, other)), paths: [target] };
    },
  },
  {
    name: 'data changed that code loads',
    apply(honest, random) {
      const texts = scriptsOf(honest).map((path) => textAt(honest.members, path));
      const loaded = pathsOf(honest).filter(
        (path) =>
          path.endsWith('.json') &&
          path !== 'package.json' &&
          texts.some((text) => text.includes(`/${posix.basename(path, '.json')}`)),
      );
      for (const path of random.shuffle(loaded)) {
        const text = textAt(honest.members, path);
        const changed = text.replace(/\d(?=\d*\s*[,\]}])|[a-z](?="\s*[,\]}])/, (at) =>
          at === '1' ? '2' : '1',
        );
        if (changed !== text) return { members: rewritten(honest.members, path, changed), paths: [path] };
      }
      return null;
    },
  },
  {
    name: 'a bundled dependency added',
    apply(honest, random) {
      const name = `${random.pick(names)}-marker`;
      const folder = `node_modules/${name}`;
      const manifest = `${JSON.stringify({ name, version: '1.0.0', main: 'index.js' })}\n`;
      const members = withManifest(honest, {
        dependencies: { ...mapOf(honest, 'dependencies'), [name]: '1.0.0' },
        bundleDependencies: [name],
      });
      const bundled = added(added(members, `${folder}/package.json`, manifest), `${folder}/index.js`, code);
      return { members: bundled, paths: ['package.json', `${folder}/package.json`, `${folder}/index.js`] };
    },
  },
  {
    name: 'a shrinkwrap added',
    apply(honest) {
      const path = 'npm-shrinkwrap.json';
      if (!isFree(honest, path)) return null;
      const { name, version } = honest.manifest;
      const packages = {
        '': { name, version, dependencies: mapOf(honest, 'dependencies') },
        'node_modules/plain-marker': { version: '1.0.0', resolved: 'https://marker.example/plain.tgz' },
      };
      const content = { name, version, lockfileVersion: 3, requires: true, packages };
      return { members: added(honest.members, path, JSON.stringify(content, null, 2)), paths: [path] };
    },
  },
  {
    name: 'binding.gyp added, which npm builds without being told',
    apply(honest) {
      const path = 'binding.gyp';
      if (!isFree(honest, path)) return null;
      return { members: added(honest.members, path, "{ 'targets': [] }\n"), paths: [path] };
    },
  },
];
