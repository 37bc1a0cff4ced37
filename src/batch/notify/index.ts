import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../../config/schema.js';
import type { ChannelWorld } from './channel.js';
import { email } from './email.js';
import { issue } from './issue.js';
import { isTold, type Notification } from './notification.js';
import { slack } from './slack.js';
import { webhook } from './webhook.js';

/** Why somebody was not told. */
export interface Untold {
  kind: string;
  message: string;
}

type Configured = Config['notifications'][number];

/**
 * Tells whoever the configuration names, all at the same time. Never throws but for an interruption: that somebody could not be told changes nothing about
 * a run.
 */
export async function notify(
  channels: readonly Configured[],
  notification: Notification,
  { folder, signal }: { folder: string; signal: AbortSignal },
): Promise<Untold[]> {
  const secret = async (file: string): Promise<string> => {
    const text = await readFile(resolve(folder, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new Error(`${file} can't be read (${cause.code})`);
    });
    return text.split('\n')[0]!.trim();
  };
  const world = { folder, signal, secret };
  const told = await Promise.all(
    channels
      .filter(({ on }) => isTold(on, notification.result))
      .map(async (options): Promise<Untold[]> => {
        try {
          await send(options, notification, world);
          return [];
        } catch (error) {
          signal.throwIfAborted();
          return [{ kind: options.kind, message: (error as Error).message.split('\n')[0]! }];
        }
      }),
  );
  return told.flat();
}

function send(options: Configured, notification: Notification, world: ChannelWorld) {
  switch (options.kind) {
    case 'webhook':
      return webhook.send(options, notification, world);
    case 'slack':
      return slack.send(options, notification, world);
    case 'issue':
      return issue.send(options, notification, world);
    case 'email':
      return email.send(options, notification, world);
  }
}
