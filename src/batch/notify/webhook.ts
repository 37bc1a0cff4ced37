import { createHmac } from 'node:crypto';
import { version } from '../../version.js';
import { defineChannel } from './channel.js';
import { subjectOf } from './notification.js';
import { post } from './post.js';

/** Changes in one body at most. */
const most = 500;

interface WebhookOptions {
  url: string;
  secretFile?: string | undefined;
}

/** JSON to an address, signed where there is a secret: HMAC-SHA-256 of `<timestamp>.<body>`, as code hosts and payment services sign. */
export const webhook = defineChannel<WebhookOptions>({
  kind: 'webhook',
  async send({ url, secretFile }, notification, { signal, secret }) {
    const { inputs, result, site } = notification;
    const { changes, failed, ...rest } = result;
    const body = JSON.stringify({
      reprove: version,
      summary: subjectOf(notification),
      inputs,
      link: site === null ? null : `${site.replace(/\/+$/, '')}/runs/${result.run}`,
      ...rest,
      changes: changes.slice(0, most),
      failed: failed.slice(0, most),
      leftOut: Math.max(0, changes.length - most) + Math.max(0, failed.length - most),
    });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signed =
      secretFile === undefined
        ? {}
        : { 'x-reprove-signature': `sha256=${signature(await secret(secretFile), timestamp, body)}` };
    await post(url, body, { 'x-reprove-timestamp': timestamp, ...signed }, signal);
  },
});

const signature = (key: string, timestamp: string, body: string): string =>
  createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
