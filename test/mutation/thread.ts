/** A thread that runs suites. It is replaced if it does not answer in time. */
import { Worker } from 'node:worker_threads';
import type { SuiteResult, SuiteRun, SuiteStep } from './suite.ts';

export class SuiteThread {
  /** The time limit for one test file or seed. */
  readonly #patienceMs: number;
  /** A thread is replaced after this many runs, because each run leaves its modules in the thread's memory. */
  readonly #maxRuns: number;
  #worker: Worker | undefined;
  #runs = 0;

  constructor({ patienceMs, maxRuns }: { patienceMs: number; maxRuns: number }) {
    this.#patienceMs = patienceMs;
    this.#maxRuns = maxRuns;
  }

  async run(asked: SuiteRun): Promise<SuiteResult> {
    if (this.#runs >= this.#maxRuns) await this.renew();
    this.#runs += 1;
    this.#worker ??= new Worker(new URL('./suite-thread.ts', import.meta.url), {
      stdout: true,
      stderr: true,
    });
    const worker = this.#worker;
    const { promise, resolve } = Promise.withResolvers<SuiteResult>();
    const fail = (message: string) =>
      resolve({ failure: { in: 'the thread', message }, cpuMs: this.#patienceMs });
    const onError = (error: Error) => fail(String(error));
    const onExit = () => fail('it ended');
    const timer = setTimeout(() => fail('no answer in time'), this.#patienceMs);
    const onMessage = (message: SuiteStep | SuiteResult) => {
      if ('step' in message) timer.refresh();
      else resolve(message);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(asked);
    const result = await promise;
    clearTimeout(timer);
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    if (result.failure?.in === 'the thread') await this.renew();
    return result;
  }

  /** Makes the next run start in a new thread. */
  async renew(): Promise<void> {
    this.#runs = 0;
    await this.#worker?.terminate();
    this.#worker = undefined;
  }
}
