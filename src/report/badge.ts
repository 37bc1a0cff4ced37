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

/** What a badge says. */
export interface Badge {
  name: string;
  version: string;
  kind: VerdictKind;
  level: string | null;
}

/** The verdict as a picture for a README: text and title say the same. What comes from elsewhere must have been made visible. */
export const format = defineFormat({
  extension: 'svg',
  write(result) {
    const { release, verdict } = shown(result);
    return badge({ name: release.name, version: release.version, kind: verdict.kind, level: verdict.level });
  },
});

/** The picture itself, as SVG. */
export function badge({ name, version, kind, level }: Badge): string {
  const words = level === null ? kind : `${kind} (${level})`;
  return picture(words, colors[kind], `reprove: ${name} ${version}: ${words}`);
}

/** For a package of which nothing is known. */
export const unknownBadge = (name: string): string =>
  picture('not verified', colors.inconclusive, `reprove: ${name}: not verified`);

function picture(words: string, color: string, title: string): string {
  const [left, right] = [widthOf('reprove'), widthOf(words)];
  const width = left + right;
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20" role="img" aria-labelledby="title">
  <title id="title">${title}</title>
  <rect width="${width}" height="20" rx="3" fill="#24292f"/>
  <path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${color}"/>
  <g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle" aria-hidden="true">
    <text x="${left / 2}" y="14">reprove</text>
    <text x="${left + right / 2}" y="14">${words}</text>
  </g>
</svg>
`;
  return String(svg);
}
