import { defineChannel } from './channel.js';
import { linesOf, subjectOf } from './notification.js';
import { post } from './post.js';

/** Characters of one section; Slack takes 3,000. */
const longest = 2_900;

/** An incoming webhook of Slack, or of what takes the same (Mattermost, Rocket.Chat). Its address is a secret. */
export const slack = defineChannel<{ urlFile: string }>({
  kind: 'slack',
  async send({ urlFile }, notification, { signal, secret }) {
    const lines = linesOf(notification).map(inert);
    let text = '';
    let left = 0;
    for (const line of lines) {
      if (text.length + line.length + 40 > longest) left += 1;
      else text += `${line}\n`;
    }
    if (left > 0) text += `… and ${left} more lines\n`;
    const subject = inert(subjectOf(notification));
    const body = JSON.stringify({
      text: subject,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: subject.slice(0, 150) } },
        { type: 'section', text: { type: 'mrkdwn', text: `\`\`\`\n${text}\`\`\`` } },
      ],
      unfurl_links: false,
    });
    await post(await secret(urlFile), body, {}, signal);
  },
});

/** What Slack asks to be written otherwise; and no mark that could end the block. */
const inert = (line: string): string =>
  line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('`', 'ˋ');
