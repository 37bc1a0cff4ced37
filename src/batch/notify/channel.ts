import type { Notification } from './notification.js';

/** A way to tell somebody; `options` are those of the configuration. */
export interface Channel<Options> {
  kind: string;
  send(options: Options, notification: Notification, world: ChannelWorld): Promise<void>;
}

/** What channels need besides. */
export interface ChannelWorld {
  /** Folder that files are relative to. */
  folder: string;
  signal: AbortSignal;
  /** The first line of a file that holds a secret. Throws with a line that names the file. */
  secret(file: string): Promise<string>;
}

/** Makes a channel; here to give every one the same shape. */
export const defineChannel = <Options>(channel: Channel<Options>): Channel<Options> => channel;
