import type { Format } from './format.js';

/** Every format by the name that `--format` takes; loaded when it is asked for. */
export const formats: Readonly<Record<string, () => Promise<{ format: Format }>>> = {
  badge: () => import('./badge.js'),
  codequality: () => import('./codequality.js'),
  cyclonedx: () => import('./cyclonedx.js'),
  html: () => import('./html.js'),
  json: () => import('./json.js'),
  junit: () => import('./junit.js'),
  markdown: () => import('./markdown.js'),
  sarif: () => import('./sarif.js'),
};
