import type { SecretLintCoreConfig } from '@secretlint/types';
import { defineCheck } from '../check.js';

/** Bytes of a file that is searched; secrets are in small ones. */
const longest = 512 * 1024;
/** Findings of one release; a file full of tokens needs no list. */
const most = 50;

/** Tokens and keys in what is about to be published, by secretlint's recommended rules. What they are is told, never what they say. */
export const secretInFile = defineCheck({
  id: 'gate-secret-in-file',
  title: 'Secret in a file',
  severity: 'high',
  looksAt: "Contents of the packed text files, by secretlint's recommended rules.",
  async detect({ candidate: { contents } }) {
    const [{ lintSource }, { creator }] = await Promise.all([
      import('@secretlint/core'),
      import('@secretlint/secretlint-rule-preset-recommend'),
    ]);
    const config: SecretLintCoreConfig = {
      rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }],
    };
    const hits: { path: string; line: number; message: string; substance: unknown[] }[] = [];
    for (const [path, content] of contents) {
      if (content.length > longest || content.includes(0)) continue;
      const { messages } = await lintSource({
        source: { content: content.toString('utf8'), filePath: path, ext: '', contentType: 'text' },
        options: { config, maskSecrets: true, noPhysicFilePath: true },
      });
      for (const { message, loc, messageId } of messages) {
        const what = message.split(/[:(]/)[0]!.trim();
        hits.push({
          path,
          line: loc.start.line,
          message: `${path}: ${what}: take it out, and revoke it`,
          substance: [messageId],
        });
      }
      if (hits.length >= most) break;
    }
    return hits.slice(0, most);
  },
});
