/** S3's events on their way: into the queue, out of it in batches, into the invalidation function. */
import type { SQSEvent } from 'aws-lambda';
import { type EventSource, startEventSource } from './event-source.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type LocalQueue, startQueue } from './queue.ts';

export interface EventPipeline {
  queue: LocalQueue;
  ledger: Ledger;
  /** Puts one message into the queue. It counts as sent when this returns, and is waited for when settling. */
  send(body: string): void;
  /** Begins delivering to the function. */
  deliver(invoke: (event: SQSEvent) => Promise<unknown>): void;
  close(): Promise<void>;
}

export type OnError = (what: string, error: unknown) => void;

/**
 * Like the deployed mapping where it matters (batches, partial failures, redrive), but for a person who waits: a short window, and failed
 * messages come again after a second instead of after the visibility timeout, so that a table that was down for
 * half a minute has lost no event.
 */
const VISIBILITY_TIMEOUT_SECONDS = 180;
const MAX_RECEIVE_COUNT = 40;
const RETRY_SECONDS = 1;
const BATCH_SIZE = 100;
const WINDOW_MS = 0;
const CONCURRENCY = 2;

export async function startEvents(onError: OnError): Promise<EventPipeline> {
  const queue = await startQueue({
    visibilityTimeoutSeconds: VISIBILITY_TIMEOUT_SECONDS,
    maxReceiveCount: MAX_RECEIVE_COUNT,
  });
  const ledger = createLedger();
  /** By message id. A message may be done before its sender knows its id: then it waits here as done. */
  const leaves = new Map<string, (() => void) | 'done'>();
  let source: EventSource | undefined;
  return {
    queue,
    ledger,
    send(body) {
      const leave = ledger.enter();
      queue.send(body).then(
        (id) => {
          if (leaves.get(id) === 'done') leave();
          if (leaves.has(id)) leaves.delete(id);
          else leaves.set(id, leave);
        },
        (error: unknown) => {
          onError('an event did not get into the queue', error);
          leave();
        },
      );
    },
    deliver(invoke) {
      source = startEventSource({
        client: queue.client,
        queueUrl: queue.queueUrl,
        batchSize: BATCH_SIZE,
        windowMs: WINDOW_MS,
        concurrency: CONCURRENCY,
        maxReceiveCount: MAX_RECEIVE_COUNT,
        retrySeconds: RETRY_SECONDS,
        invoke,
        onDone(id) {
          const leave = leaves.get(id);
          if (leave === undefined) leaves.set(id, 'done');
          else if (leave !== 'done') {
            leaves.delete(id);
            leave();
          }
        },
        onError,
      });
    },
    async close() {
      source?.stop();
      await queue.close();
    },
  };
}
