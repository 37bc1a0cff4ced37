import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JobKey } from '../store/runs.js';

/** pg-boss's tables are its own; they are in a schema beside ours. */
export const queueSchema = 'reprove_queue';

/** Queues: what any worker takes, what ran out of memory and waits for one that takes large jobs, and what waits for one with compilers. */
export const queues = { any: 'verify', large: 'verify-large', native: 'verify-native' } as const;
export type QueueName = (typeof queues)[keyof typeof queues];

/** What a job in the queue is about, as it is kept there. */
export const jobDataSchema = z.object({
  name: z.string(),
  version: z.string(),
  integrity: z.string().nullable(),
  /** What is verified; absent for `name@version`. */
  spec: z.string().optional(),
  /** Releases with the same are worked on one after the other by one worker: they share a checkout and what was installed for it. */
  group: z.string(),
  /** How often it was tried and put back; 0 at first. */
  attempt: z.int().min(0),
  /** The batch that waits for it; null for what was enqueued for workers. */
  run: z.int().nullable(),
});
type JobData = z.infer<typeof jobDataSchema>;

/** What a worker takes besides what any does. */
export interface Classes {
  /** What ran out of memory elsewhere, one at a time. */
  large: boolean;
  /** What lacked a compiler elsewhere. */
  native: boolean;
}

/** A job to be put into a queue. */
export interface NewJob extends JobData {
  queue: QueueName;
  priority: Priority;
  /** Seconds before anyone may take it. */
  after?: number;
}

/** A job that was taken. */
export interface Job extends JobData {
  id: string;
  queue: QueueName;
}

/** A lease that was taken from a worker that is gone. */
export interface LostLease {
  id: string;
  queue: QueueName;
  worker: string;
  /** The worker was at it, and not at another job of its group. */
  begun: boolean;
}

/** What goes first: what was never verified, then what older rules verified, then what is tried again. */
export const priorities = { new: 300, stale: 200, retry: 100 } as const;
type Priority = (typeof priorities)[keyof typeof priorities];

/** The same for the same release: it waits in a queue once, however often it is asked for. */
export const singletonKey = ({ name, version, integrity }: JobKey): string =>
  createHash('sha256')
    .update(JSON.stringify([name, version, integrity]))
    .digest('base64url');
