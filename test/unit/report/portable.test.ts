import { describe, expect, it } from 'vitest';
import { portable } from '../../../src/report/portable.js';
import { comparedEntry, finding, rebuild, result, source } from '../../support/result.js';

const folders = [
  { path: '/home/ann', name: '<home>' },
  { path: '/home/ann/.cache/reprove', name: '<cache>' },
];

describe('portable', () => {
  it.each([
    ['file:///home/ann/mirrors/a+b/repo', 'a local folder'],
    ['/srv/mirrors/a', 'a local folder'],
    ['FILE:/srv/a', 'a local folder'],
    ['mirrors/a', 'a local folder'],
    ['https://ann:secret@git.example/a.git', 'https://git.example/a.git'],
    ['https://git.example/a.git', 'https://git.example/a.git'],
  ])('tells of the mirror %s only %s', (mirroredFrom, told) => {
    expect(portable(result({ source: source({ mirroredFrom }) }), folders).source?.mirroredFrom).toBe(told);
  });

  it('names folders of this machine in every message of ours', () => {
    const message = 'cannot read /home/ann/.cache/reprove/mirrors/x for /home/ann/y';
    const cleaned = portable(
      result({
        sourceNotes: [{ kind: 'tag-moved', detail: message }],
        sourceFailure: {
          reason: 'repository-unreachable',
          message,
          hint: message,
          repository: null,
          candidates: [],
        },
        rebuilds: [
          rebuild({
            failure: { cause: 'x', message, step: null, because: null },
            refusals: [message],
            proxyNotes: [message],
          }),
        ],
        verdict: {
          ...result().verdict,
          summary: message,
          cause: {
            stage: 'locate',
            reason: 'x',
            message,
            hint: message,
            give: [],
            failed: null,
            environment: true,
          },
        },
      }),
      folders,
    );
    expect(JSON.stringify(cleaned)).not.toContain('/home/ann');
    expect(cleaned.verdict.summary).toBe('cannot read <cache>/mirrors/x for <home>/y');
  });

  it('leaves evidence of the release alone', () => {
    const evidence = {
      findings: [finding({ excerpt: '/home/ann/x' })],
      comparison: { entries: [comparedEntry('/home/ann/x')], missing: [], bytes: 1, notRead: [] },
    };
    expect(portable(result(evidence), folders)).toEqual(result(evidence));
  });

  it('takes no single character for a folder', () => {
    expect(portable(result(), [{ path: '/', name: '<home>' }])).toEqual(result());
  });
});

it('takes accounts and folders out of addresses that the user named', () => {
  const failure = (repository: string, message: string) => ({
    reason: 'unusable-address' as const,
    message,
    hint: '',
    repository,
    candidates: [],
  });
  const of = (repository: string) =>
    portable(result({ source: null, sourceFailure: failure(repository, `cannot use ${repository}: no`) }), [])
      .sourceFailure;
  expect(of('https://me:secret@git.example/a/b')).toMatchObject({
    repository: 'https://git.example/a/b',
    message: 'cannot use https://git.example/a/b: no',
  });
  expect(of('https://token@git.example/a/b')).toMatchObject({ repository: 'https://git.example/a/b' });
  expect(of('ssh://git:secret@git.example/a/b')).toMatchObject({ repository: 'ssh://git@git.example/a/b' });
  expect(of('owner/name')).toMatchObject({ repository: 'owner/name' });
  expect(of('/home/me/checkout')).toMatchObject({ repository: 'a local folder' });
  const local = portable(result({ source: source({ repository: 'file:///home/me/x' }) }), []);
  expect(local.source!.repository).toBe('a local folder');
});
