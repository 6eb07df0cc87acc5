/** S3's events on their way: into the queue, out of it in batches, into the invalidation function. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { type EventSource, startEventSource } from './event-source.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type LocalQueue, type QueueSettings, startQueue } from './queue.ts';

export interface EventPipeline {
  queue: LocalQueue;
  ledger: Ledger;
  /** Puts one message into the queue. It counts as sent when this returns, and is waited for when settling. */
  send(body: string): void;
  /** Begins delivering to the function, through `client` where it is not the queue's own. */
  deliver(invoke: (event: SQSEvent) => Promise<unknown>, client?: SQSClient): void;
  close(): Promise<void>;
}

export interface DeliverySettings {
  queue: QueueSettings;
  /** When a failed message comes again. */
  retrySeconds: number;
  batchSize: number;
  windowMs: number;
  concurrency: number;
}

export type OnError = (what: string, error: unknown) => void;

/**
 * Like the deployed mapping where it matters (batches, partial failures, redrive), but for a person who waits: a short window, and failed
 * messages come again after a second instead of after the visibility timeout, so that a table that was down for
 * half a minute has lost no event.
 */
const FOR_A_PERSON: DeliverySettings = {
  queue: { visibilityTimeoutSeconds: 180, maxReceiveCount: 40 },
  retrySeconds: 1,
  batchSize: 100,
  windowMs: 0,
  concurrency: 2,
};

export async function startEvents(
  onError: OnError,
  delivery: DeliverySettings = FOR_A_PERSON,
): Promise<EventPipeline> {
  const queue = await startQueue(delivery.queue);
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
    deliver(invoke, client = queue.client) {
      source = startEventSource({
        ...delivery,
        client,
        queueUrl: queue.queueUrl,
        maxReceiveCount: delivery.queue.maxReceiveCount,
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
