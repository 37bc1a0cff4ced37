import type { VerdictKind } from '../../judge/schema.js';
import type { Job, QueueName } from '../queue/job.js';

/** What happens in a worker, for logs, metrics and progress. */
export type WorkerEvent =
  | { kind: 'taken'; job: Job }
  | {
      kind: 'settled';
      job: Job;
      verdict: VerdictKind;
      reused: boolean;
      seconds: number;
      runs: number[];
    }
  | { kind: 'failed'; job: Job; code: string; message: string; seconds: number; runs: number[] }
  | { kind: 'again'; job: Job; after: number; queue: QueueName; why: string }
  /** It was taken from this worker, which had not been heard of for too long; another verifies it. */
  | { kind: 'lost'; job: Job }
  /** What a worker had that is gone. */
  | { kind: 'put-back'; jobs: number; worker: string }
  /** The database can't be used now; tried again until it can. */
  | { kind: 'trouble'; message: string };
