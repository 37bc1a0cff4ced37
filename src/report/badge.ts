import { html } from 'hono/html';
import type { VerdictKind } from '../judge/schema.js';
import { defineFormat } from './format.js';
import { shown } from './shown.js';

/** Dark enough for white letters (contrast of 4.5 and more). */
const colors: Record<VerdictKind, string> = {
  reproduced: '#1a7f37',
  inert: '#7d5e00',
  differs: '#b35900',
  suspicious: '#b62324',
  inconclusive: '#59636e',
};

/** Widths of the letters of our own words in Verdana, 11 px, rounded up: a font that is missing is narrower. */
const widthOf = (words: string): number =>
  Math.ceil([...words].reduce((sum, letter) => sum + (/[iljtfr()-]/.test(letter) ? 5 : 7.2), 10));

/** The verdict as a picture for a README: text and title say the same. */
export const format = defineFormat({
  extension: 'svg',
  write(result) {
    const { release, verdict } = shown(result);
    const words = verdict.level === null ? verdict.kind : `${verdict.kind} (${verdict.level})`;
    const [left, right] = [widthOf('reprove'), widthOf(words)];
    const width = left + right;
    const title = `reprove: ${release.name} ${release.version}: ${words}`;
    const svg = html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20" role="img" aria-labelledby="title">
  <title id="title">${title}</title>
  <rect width="${width}" height="20" rx="3" fill="#24292f"/>
  <path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${colors[verdict.kind]}"/>
  <g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle" aria-hidden="true">
    <text x="${left / 2}" y="14">reprove</text>
    <text x="${left + right / 2}" y="14">${words}</text>
  </g>
</svg>
`;
    return String(svg);
  },
});
