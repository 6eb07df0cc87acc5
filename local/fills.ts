/** The queue of fills, and the delivery of its messages to the fill function. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { FILL_MAX_RECEIVES } from '../lambdas/core/model/fill-job.ts';
import { type EventSource, startEventSource } from './event-source.ts';
import type { DeliverySettings, OnError } from './events.ts';
import { type LocalQueue, queueBeside, startQueue } from './queue.ts';

export interface FillPipeline {
  queue: LocalQueue;
  /** Starts delivery to the function, through `client` if it is not the queue's own client. */
  deliver(invoke: (event: SQSEvent) => Promise<unknown>, client?: SQSClient): void;
  close(): Promise<void>;
}

/** Number of workers at the same time. They share the cores of one machine. */
export const LOCAL_FILL_CONCURRENCY = 4;

/**
 * Works like the deployed mapping, but failed messages are delivered again after one second, because a person is
 * waiting.
 */
const FOR_A_PERSON: DeliverySettings = {
  queue: { visibilityTimeoutSeconds: 300, maxReceiveCount: FILL_MAX_RECEIVES },
  retrySeconds: 1,
  batchSize: 1,
  windowMs: 0,
  concurrency: LOCAL_FILL_CONCURRENCY,
};

/** `beside`: a queue on whose server this queue is created. If absent, this queue gets its own server. */
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
