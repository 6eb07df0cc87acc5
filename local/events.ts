/** The path of S3's events: into the queue, out of it in batches, and into the invalidation function. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { type EventSource, startEventSource } from './event-source.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type LocalQueue, type QueueSettings, startQueue } from './queue.ts';

export interface EventPipeline {
  queue: LocalQueue;
  ledger: Ledger;
  /** Sends one message to the queue. When this returns, the event is registered, and settling waits for it. */
  send(body: string): void;
  /** Starts delivery to the function, through `client` if it is not the queue's own client. */
  deliver(invoke: (event: SQSEvent) => Promise<unknown>, client?: SQSClient): void;
  close(): Promise<void>;
}

export interface DeliverySettings {
  queue: QueueSettings;
  /** Delay before a failed message is delivered again, seconds. */
  retrySeconds: number;
  batchSize: number;
  windowMs: number;
  concurrency: number;
}

export type OnError = (what: string, error: unknown) => void;

/**
 * Works like the deployed mapping (batches, partial failures, redrive), but for an interactive user: the window is
 * short, and failed messages are delivered again after one second instead of the visibility timeout. The number of
 * receives is high enough that no event is lost when the table is down for half a minute.
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
  /** By message id. If a message was processed before its sender knows the id, the entry is `done`. */
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
          onError('an event was not put into the queue', error);
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
