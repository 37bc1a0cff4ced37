import { defineChannel } from './channel.js';
import { linesOf, subjectOf } from './notification.js';

interface EmailOptions {
  server: string;
  user?: string | undefined;
  passwordFile?: string | undefined;
  from: string;
  to: readonly string[];
}

/** Milliseconds for each part of the talk with the server. */
const patience = 15_000;
/** And for all of it. */
const mostPatience = 60_000;

/** Mail through SMTP, encrypted: `smtps://` from the start, `smtp://` by STARTTLS, which is asked for unless the server is this machine. */
export const email = defineChannel<EmailOptions>({
  kind: 'email',
  async send({ server, user, passwordFile, from, to }, notification, { signal, secret }) {
    const { createTransport } = await import('nodemailer');
    const { protocol, hostname, port } = new URL(server);
    const secure = protocol === 'smtps:';
    const pass = passwordFile === undefined ? undefined : await secret(passwordFile);
    const transport = createTransport({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      requireTLS: !secure && !/^(?:localhost|127\.|\[?::1)/.test(hostname),
      ...(user === undefined || pass === undefined ? {} : { auth: { user, pass } }),
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
    });
    const stop = () => transport.close();
    signal.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(stop, mostPatience);
    try {
      const text = linesOf(notification).join('\n');
      await transport.sendMail({
        from,
        to: [...to],
        subject: subjectOf(notification),
        text,
        html: `<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`,
        headers: { 'auto-submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      transport.close();
    }
  },
});
