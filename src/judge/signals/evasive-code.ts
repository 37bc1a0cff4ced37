import { defineSignal, type SignalHit } from '../signal.js';
import { placeIn, type UnexplainedCode } from '../unexplained-code.js';

const removal = String.raw`\b(?:unlink|unlinkSync|rm|rmSync|rmdirSync|remove|removeSync)\s{0,3}\(\s{0,3}`;

/** What code does to its own traces, or waits for. */
const habits = [
  {
    what: 'deletes itself',
    grave: true,
    pattern: new RegExp(
      `${removal}(?:__filename|__dirname|process\\.argv\\[1\\]|import\\.meta\\.(?:filename|dirname|url)|(?:new URL|fileURLToPath)\\(import\\.meta)|\\brm\\s{1,5}-\\w{1,4}\\s{1,5}["']?\\$0\\b|\\bdel\\s{1,5}["']?%~f?0`,
    ),
  },
  {
    what: 'rewrites its own package.json',
    grave: true,
    pattern:
      /\b(?:writeFile|writeFileSync|rename|renameSync|copyFileSync)\s{0,3}\([^;\n]{0,120}(?:__dirname|import\.meta)[^;\n]{0,60}package\.json/,
  },
  {
    what: 'runs nothing on machines that build or test',
    grave: false,
    pattern:
      /\bif\s{0,3}\([^)\n]{0,120}process\.env\.(?:CI|GITHUB_ACTIONS|TRAVIS)\b[^)\n]{0,60}\)\s{0,3}(?:\{\s{0,3})?(?:return|process\.exit)/,
  },
  {
    what: 'waits for a day',
    grave: false,
    pattern:
      /Date\.now\(\)\s{0,3}[<>]=?\s{0,3}(?:1\d{12}|1\.?\d{0,12}e12|(?:new Date|Date\.parse|\+new Date)\b)|new Date(?:\(\))?\s{0,3}[<>]=?\s{0,3}new Date\(\s{0,3}["'\d]/,
  },
  {
    what: 'acts by chance',
    grave: false,
    pattern: /\bif\s{0,3}\(\s{0,3}Math\.random\(\)\s{0,3}[<>]=?\s{0,3}0?\.\d/,
  },
  {
    what: 'waits for minutes before it acts',
    grave: false,
    pattern:
      /\bsetTimeout\s{0,3}\([^;]{0,300}[,]\s{0,5}(?:[6-9]\d{4}|[1-9]\d{5,9}|[6-9]e4|[1-9]e[5-9]|\d{1,4}\s?\*\s?(?:60\s?\*|\d{1,2}\s?\*\s?60|60000|6e4)[\s\d*]{0,20})\s{0,3}\)|\bsleep\s{1,5}[1-9]\d{2,}/,
  },
];

/** Code that removes its traces, or doesn't act while somebody looks. */
export const evasiveCode = defineSignal({
  id: 'evasive-code',
  title: 'Code that avoids being seen',
  severity: 'medium',
  looksAt:
    'Unexplained code that deletes or rewrites itself, or waits for a day, a chance or a quiet machine; never what its counterpart does too.',
  detect: ({ code }) => code.flatMap((file) => habits.flatMap((habit) => inFile(file, habit))),
});

function inFile(
  { path, pieces, before, relation, grave }: UnexplainedCode,
  habit: (typeof habits)[number],
): SignalHit[] {
  if (relation === 'whole' && !grave) return [];
  for (const piece of pieces) {
    const at = piece.text.search(habit.pattern);
    if (at === -1) continue;
    if (before !== null && habit.pattern.test(before)) return [];
    const severity = habit.grave && grave && relation !== 'rewritten' ? 'high' : 'medium';
    return [{ path, ...placeIn(piece, at), severity, message: `the code ${habit.what}` }];
  }
  return [];
}
