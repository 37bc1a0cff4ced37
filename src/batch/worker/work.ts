import { setTimeout as sleep } from 'node:timers/promises';
import { ReproveError } from '../../errors.js';
import type { VerdictKind } from '../../judge/schema.js';
import { type Classes, type Job, priorities, queues } from '../queue/job.js';
import type { Queue } from '../queue/open.js';
import { beat, classesTaken, forgetWorkers, heartbeatSeconds, leave, mendClock } from '../queue/workers.js';
import { currentResults } from '../store/current.js';
import { isTransient } from '../store/error.js';
import type { Store } from '../store/open.js';
import { keepResult, recordResult } from '../store/record.js';
import { type Settlement, settle } from '../store/runs.js';
import type { Session } from '../store/session.js';
import { takeFromTheDead } from './dead.js';
import { decide } from './decide.js';
import type { WorkerEvent } from './event.js';
import { Hosts, hostOf, registryHost } from './hosts.js';
import { ofThePinned } from './other-tarball.js';
import type { Verified } from './verified.js';

/** What a worker is and does. */
export interface Work extends Classes {
  /** Unique among all workers of the database. */
  name: string;
  /** Jobs at the same time; 0 takes none. */
  concurrency: number;
  rules: string;
  /** Verifies what a spec names. Throws for an interruption only. */
  verify(spec: string, how: { large: boolean }): Promise<Verified>;
  /** Asked whenever there is nothing to take: true ends the work. */
  until(): Promise<boolean>;
  signal: AbortSignal;
  told(event: WorkerEvent): void;
  /** Milliseconds between two looks into an empty queue. */
  poll?: number;
}

/** Jobs of a group that are taken with the first. */
const mostOfGroup = 7;
/** Milliseconds between tries while the database is gone. */
const pause = 1_000;

/**
 * Takes jobs and does them until `until` says so. Each job is removed in the transaction that stores what it came to: a worker that is killed
 * loses nothing but its unfinished jobs, which others are given. Interrupted, it gives back what it has. Throws when the machine itself
 * can't work, with everything given back.
 */
export async function work(store: Store, queue: Queue, options: Work): Promise<void> {
  await new Worker(store, queue, options).run();
}

class Worker {
  readonly #hosts = new Hosts();
  #stopped: Error | null = null;
  #largeRunning = false;

  constructor(
    private readonly store: Store,
    private readonly queue: Queue,
    private readonly options: Work,
  ) {}

  async run(): Promise<void> {
    const { name, concurrency } = this.options;
    await this.#steadily(() => beat(this.store, this.options));
    await this.#steadily(() => takeFromTheDead(this.store, this.queue, this.options));
    const heart = setInterval(() => void this.#heartbeat(), heartbeatSeconds * 1_000);
    try {
      const slots = Array.from({ length: concurrency }, () => this.#slot());
      await Promise.all(concurrency === 0 ? [this.#idle()] : slots);
    } finally {
      clearInterval(heart);
      await leave(this.store, name).catch(() => undefined);
    }
    if (this.#stopped !== null) throw this.#stopped;
  }

  async #heartbeat(): Promise<void> {
    try {
      await mendClock(this.store);
      await beat(this.store, this.options);
      await takeFromTheDead(this.store, this.queue, this.options);
      await forgetWorkers(this.store);
    } catch (error) {
      this.options.told({ kind: 'trouble', message: (error as Error).message });
    }
  }

  /** Only lives: what else the process does is not about jobs. */
  async #idle(): Promise<void> {
    const { signal, until, poll = 500 } = this.options;
    while (!signal.aborted && !(await this.#steadily(until)))
      await sleep(poll, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) this.#stopped = signal.reason;
  }

  /** Does one job after the other. */
  async #slot(): Promise<void> {
    const { signal, until, poll = 500 } = this.options;
    while (this.#stopped === null) {
      try {
        signal.throwIfAborted();
        const jobs = await this.#steadily(() => this.#take());
        if (jobs.length > 0) await this.#workOnAll(jobs);
        else if (await this.#steadily(until)) return;
        else await sleep(poll, undefined, { signal });
      } catch (error) {
        this.#stopped ??= signal.aborted ? signal.reason : (error as Error);
      }
    }
  }

  async #take(): Promise<Job[]> {
    const { name, large, native, concurrency } = this.options;
    return this.store.transaction(async (session) => {
      if (large && !this.#largeRunning) {
        const job = await this.queue.take(session, queues.large, name);
        if (job !== null) return [job];
      }
      const compiled = native ? await this.queue.take(session, queues.native, name) : null;
      if (compiled !== null) return [compiled];
      const job = await this.queue.take(session, queues.any, name);
      if (job === null) return [];
      // Near the end of the queue others would idle while one has all that is left.
      const share = Math.floor((await this.queue.waiting(session, 16 * concurrency)) / (2 * concurrency));
      return [job, ...(await this.queue.takeGroup(session, job, name, Math.min(mostOfGroup, share)))];
    });
  }

  async #workOnAll(jobs: readonly Job[]): Promise<void> {
    for (const [at, job] of jobs.entries()) {
      try {
        this.options.signal.throwIfAborted();
        if (this.#stopped !== null) throw this.#stopped;
        await this.#workOn(job);
      } catch (error) {
        await this.#giveBack(jobs.slice(at)).catch(() => undefined);
        throw error;
      }
    }
  }

  /** They wait again as if nobody had taken them. */
  async #giveBack(jobs: readonly Job[]): Promise<void> {
    await this.store.transaction(async (session) => {
      for (const job of jobs) {
        if (!(await this.queue.remove(session, [job], this.options.name))) continue;
        await this.queue.add(session, [{ ...withoutId(job), priority: priorities.new }]);
      }
    });
  }

  async #workOn(job: Job): Promise<void> {
    const { rules, told, verify } = this.options;
    told({ kind: 'taken', job });
    if (!(await this.#steadily(() => this.queue.begin(this.store, job, this.options.name))))
      return told({ kind: 'lost', job });
    const [known] = await this.#steadily(() => currentResults(this.store, [job], rules));
    if (known !== undefined) {
      const settlement: Settlement = { state: 'verified', resultId: known.resultId, reused: true };
      const runs = await this.#finish(job, (session) => settle(session, job, settlement));
      if (runs !== null)
        told({ kind: 'settled', job, verdict: known.verdict as VerdictKind, reused: true, seconds: 0, runs });
      return;
    }
    const started = performance.now();
    const large = job.queue === queues.large;
    if (large) this.#largeRunning = true;
    try {
      const verified = ofThePinned(job, await verify(job.spec ?? `${job.name}@${job.version}`, { large }));
      await this.#conclude(job, verified, (performance.now() - started) / 1_000);
    } finally {
      if (large) this.#largeRunning = false;
    }
  }

  async #conclude(job: Job, verified: Verified, seconds: number): Promise<void> {
    const { told } = this.options;
    const taken = await this.#steadily(() => classesTaken(this.store));
    const decision = decide(job, verified, this.options, taken);
    if (decision.kind === 'stop') throw stoppedBy(verified);
    if ('result' in verified && decision.kind === 'settle') this.#heard(verified);
    if (decision.kind === 'again' && (decision.host === null || this.#hosts.mayRetry(decision.host))) {
      const { queue, after } = decision;
      const done = await this.#finish(job, async (session) => {
        const next = { ...withoutId(job), attempt: job.attempt + 1, priority: priorities.retry, after };
        await this.queue.add(session, [{ ...next, queue }]);
        return [];
      });
      const why = 'error' in verified ? verified.error.message : verified.result.verdict.summary;
      if (done !== null) told({ kind: 'again', job, after, queue, why });
      return;
    }
    if ('error' in verified) {
      const { code, message, exitCode } = verified.error;
      const runs = await this.#finish(job, (session) =>
        settle(session, job, { state: 'failed', code, message, exitCode }),
      );
      if (runs !== null) told({ kind: 'failed', job, code, message, seconds, runs });
      return;
    }
    const { result } = verified;
    const kept = await this.#steadily(() => keepResult(this.store.blobs, result));
    const runs = await this.#finish(job, async (session) => {
      const { rules, name } = this.options;
      const { id } = await recordResult(session, kept, { rules, worker: name });
      return settle(session, job, { state: 'verified', resultId: id, reused: false });
    });
    if (runs !== null)
      told({ kind: 'settled', job, verdict: result.verdict.kind, reused: false, seconds, runs });
  }

  #heard({ result }: Extract<Verified, { result: unknown }>): void {
    this.#hosts.answered(registryHost);
    if (result.source !== null) this.#hosts.answered(hostOf(result.source.repository));
  }

  /** Removes a job and does what follows from it, in one transaction; null when the job had been taken from this worker. */
  async #finish(job: Job, then: (session: Session) => Promise<number[]>): Promise<number[] | null> {
    const runs = await this.#steadily(() =>
      this.store.transaction(async (session) =>
        (await this.queue.remove(session, [job], this.options.name)) ? then(session) : null,
      ),
    );
    if (runs === null) this.options.told({ kind: 'lost', job });
    return runs;
  }

  /** Tries again for as long as the server is gone: what a worker found out is not lost because of it. */
  async #steadily<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.store.engine === 'pglite' || !isTransient(error)) throw error;
        this.options.told({ kind: 'trouble', message: (error as Error).message });
        await sleep(pause, undefined, { signal: this.options.signal });
      }
    }
  }
}

const withoutId = ({ id: _, ...job }: Job): Omit<Job, 'id'> => job;

/** The error of a machine that can't work, which every job would end with. */
function stoppedBy(verified: Verified): Error {
  if (!('error' in verified)) return new Error('a result does not stop a worker');
  return new ReproveError({
    ...verified.error,
    hint: 'Nothing is lost: what was done is stored, and what was begun waits again.',
  });
}
