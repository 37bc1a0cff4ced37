import { added } from './members.js';
import { entryPointOf, isFree, mapOf, scriptsOf, type Tampering, withManifest } from './tampering.js';

/** Changes of package.json. */
export const manifestTamperings: Tampering[] = [
  {
    name: 'an install script added that runs a new file',
    apply(honest, random) {
      const hook = random.pick(['preinstall', 'install', 'postinstall'])!;
      const path = `${random.pick(['setup', 'install', 'check'])}.cjs`;
      if (!isFree(honest, path)) return null;
      const scripts = { ...mapOf(honest, 'scripts'), [hook]: `node ${path}` };
      const members = added(withManifest(honest, { scripts }), path, "console.log('inert marker');\n");
      return { members, paths: ['package.json', path] };
    },
  },
  {
    name: 'an install script added that is all in package.json',
    apply(honest, random) {
      const hook = random.pick(['preinstall', 'install', 'postinstall'])!;
      const scripts = { ...mapOf(honest, 'scripts'), [hook]: 'node -e "0" || true' };
      return { members: withManifest(honest, { scripts }), paths: ['package.json'] };
    },
  },
  {
    name: 'a dependency added',
    apply(honest, random) {
      const field = random.pick(['dependencies', 'optionalDependencies', 'peerDependencies'])!;
      const members = withManifest(honest, {
        [field]: { ...mapOf(honest, field), 'plain-marker': '^1.0.0' },
      });
      return { members, paths: ['package.json'] };
    },
  },
  {
    name: 'a dependency replaced by another under its name',
    apply(honest, random) {
      const dependencies = mapOf(honest, 'dependencies');
      const name = random.pick(Object.keys(dependencies));
      if (name === undefined) return null;
      const range = random.pick(['npm:plain-marker@1.0.0', '*', 'https://marker.example/plain.tgz'])!;
      const members = withManifest(honest, { dependencies: { ...dependencies, [name]: range } });
      return { members, paths: ['package.json'] };
    },
  },
  {
    name: 'a command added',
    apply(honest, random) {
      const path = random.pick(scriptsOf(honest));
      if (path === undefined) return null;
      const bin = typeof honest.manifest.bin === 'string' ? {} : mapOf(honest, 'bin');
      return { members: withManifest(honest, { bin: { ...bin, npx: path } }), paths: ['package.json'] };
    },
  },
  {
    name: 'a folder of commands added',
    apply(honest, random) {
      const folder = random.pick(scriptsOf(honest).filter((path) => path.includes('/')))?.replace(/\/.*/, '');
      if (folder === undefined || honest.manifest.bin !== undefined) return null;
      const directories = { ...mapOf(honest, 'directories'), bin: folder };
      return { members: withManifest(honest, { directories }), paths: ['package.json'] };
    },
  },
  {
    name: 'main points to another file',
    apply(honest, random) {
      const entry = entryPointOf(honest, random);
      const other = random.pick(scriptsOf(honest).filter((path) => path !== entry));
      if (other === undefined) return null;
      return { members: withManifest(honest, { main: other }), paths: ['package.json'] };
    },
  },
  {
    name: 'an export points to another file',
    apply(honest, random) {
      const exports = mapOf(honest, 'exports');
      const target = random.pick(scriptsOf(honest));
      if (Object.keys(exports).length === 0 || target === undefined) return null;
      const isMap = Object.keys(exports)[0]!.startsWith('.');
      const condition = { node: `./${target}` };
      const changed = isMap ? { ...exports, './marker': condition } : { ...condition, ...exports };
      return { members: withManifest(honest, { exports: changed }), paths: ['package.json'] };
    },
  },
  {
    name: 'a browser replacement added',
    apply(honest, random) {
      const [from, to] = random.shuffle(scriptsOf(honest));
      if (from === undefined || to === undefined || typeof honest.manifest.browser === 'string') return null;
      const browser = { ...mapOf(honest, 'browser'), [`./${from}`]: `./${to}` };
      return { members: withManifest(honest, { browser }), paths: ['package.json'] };
    },
  },
  {
    name: 'type says the other kind of module',
    apply(honest) {
      const type = honest.manifest.type === 'module' ? 'commonjs' : 'module';
      return { members: withManifest(honest, { type }), paths: ['package.json'] };
    },
  },
];
