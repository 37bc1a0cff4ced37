import { expect, it } from 'vitest';
import { accidents } from '../../../src/gate/accidents.js';

const severity = (path: string) => accidents.find(({ is }) => is(path))?.severity ?? null;

it.each([
  '.env',
  'config/.env.local',
  'id_ed25519',
  'certs/server.p12',
  '.npmrc',
  '.ssh/known_hosts',
  '.git/config',
  'main.tfstate',
  'node.heapsnapshot',
])('%s is a secret, or may hold some', (path) => expect(severity(path)).toBe('high'));

it.each([
  '.vscode/settings.json',
  'lib/.DS_Store',
  'lib/index.js~',
  'npm-debug.log',
  'coverage/lcov.info',
  'x.orig',
  'tiny-1.2.3.tgz',
])('%s was left behind', (path) => expect(severity(path)).toBe('medium'));

it.each([
  'lib/env.js',
  '.env.example',
  'templates/.env.sample',
  'lib/coverage/index.js',
  'lib/id_rsa.js',
  'fixtures/thing.tgz',
  'lib/core',
  'environment.json',
  'lib/log/index.js',
  'public.pem',
])('%s is none', (path) => expect(severity(path)).toBeNull());
