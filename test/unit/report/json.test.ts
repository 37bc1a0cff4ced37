import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../../src/report/json.js';
import { type Failure, reportSchema } from '../../../src/report/outcome.js';
import { result } from '../../support/result.js';

const failure: Failure = {
  spec: 'no-such',
  error: {
    code: 'E_NO_SUCH_PACKAGE',
    message: 'there is no package no-such',
    hint: 'check the name',
    exitCode: 2,
  },
};

describe('jsonReport', () => {
  it('is the result itself for one spec', () => {
    expect(JSON.parse(jsonReport([{ spec: 'tiny', result: result() }]))).toEqual(result());
  });

  it('is an array in the order of the specs for several, failures among them', () => {
    const report = JSON.parse(jsonReport([failure, { spec: 'tiny', result: result() }]));
    expect(report).toEqual([failure, result()]);
    expect(reportSchema.safeParse(report).success).toBe(true);
  });

  it('shows a failure of the only spec as an object', () => {
    expect(reportSchema.parse(JSON.parse(jsonReport([failure])))).toEqual(failure);
  });

  it('keeps what would act on a terminal out of the text and in the value', () => {
    const evil = { ...result(), reprove: '\u009b2J\u202e' };
    const text = jsonReport([{ spec: 'tiny', result: evil }]);
    expect(text).toContain('"\\u009b2J\\u202e"');
    expect(JSON.parse(text)).toEqual(evil);
  });
});
