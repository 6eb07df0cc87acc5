/** The fills' queue and its way into the fill function, beside that of events. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { FILL_MAX_RECEIVES } from '../lambdas/core/model/fill-job.ts';
import { type EventSource, startEventSource } from './event-source.ts';
import type { DeliverySettings, OnError } from './events.ts';
import { type LocalQueue, queueBeside, startQueue } from './queue.ts';

export interface FillPipeline {
  queue: LocalQueue;
  /** Begins delivering to the function, through `client` where it is not the queue's own. */
  deliver(invoke: (event: SQSEvent) => Promise<unknown>, client?: SQSClient): void;
  close(): Promise<void>;
}

/** Workers at the same time, on the cores of one machine. */
export const LOCAL_FILL_CONCURRENCY = 4;

/** As the deployed mapping, but for a person who waits: failed messages come again after a second. */
const FOR_A_PERSON: DeliverySettings = {
  queue: { visibilityTimeoutSeconds: 300, maxReceiveCount: FILL_MAX_RECEIVES },
  retrySeconds: 1,
  batchSize: 1,
  windowMs: 0,
  concurrency: LOCAL_FILL_CONCURRENCY,
};

/** `beside`: a queue whose server has room for one more; absent: it gets a server of its own. */
export async function startFills(
  onError: OnError,
  beside: LocalQueue | undefined,
  delivery: DeliverySettings = FOR_A_PERSON,
): Promise<FillPipeline> {
  const queue = beside
    ? await queueBeside(beside, 's3dex-fills', delivery.queue)
    : await startQueue(delivery.queue, 's3dex-fills');
  let source: EventSource | undefined;
  return {
    queue,
    deliver(invoke, client = queue.client) {
      source = startEventSource({
        ...delivery,
        client,
        queueUrl: queue.queueUrl,
        maxReceiveCount: delivery.queue.maxReceiveCount,
        invoke,
        onDone: () => {},
        onError,
      });
    },
    async close() {
      source?.stop();
      await queue.close();
    },
  };
}
