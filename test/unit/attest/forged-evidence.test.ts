import { expect, it } from 'vitest';
import { forgedEvidence, rowsBelow } from '../../support/forged-evidence.js';

it('the page of forged evidence counts its tables, and there are more than forty cases', async () => {
  const page = await forgedEvidence();
  const [intro = ''] = page.split('\n## ');
  const stated = [...intro.matchAll(/^\| (.+) \| (\d+) \|$/gm)].map(([, kind, cases]) => [
    kind,
    Number(cases),
  ]);
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!);
  expect(stated).toEqual(headings.map((heading) => [heading, rowsBelow(page, heading).length]));
  const total = stated.reduce((sum, [, cases]) => sum + Number(cases), 0);
  expect(page).toContain(`${total} in all`);
  expect(total).toBeGreaterThan(40);
});
