import type { Decision } from '../policy/decision.js';
import type { Result } from '../result.js';
import { defineFormat } from './format.js';
import { shown } from './shown.js';

/**
 * One HTML file that needs nothing else: no script, no font, no picture. Its policy forbids all of them, and JSX escapes every value, so
 * that what a release says stays text.
 */
export const format = defineFormat({ extension: 'html', write: htmlReport });

/** The text of that file. */
export async function htmlReport(result: Result, decision?: Decision): Promise<string> {
  const { Page } = await import('./html/page.js');
  return `<!DOCTYPE html>\n${await (<Page result={shown(result)} decision={shown(decision)} />).toString()}\n`;
}
