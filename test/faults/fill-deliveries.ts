/** A queue of fills, and the delivery of its messages to an instance, one at a time, as the event source does it. */
import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  deleteMessages,
  receiveMessages,
  SQS_BATCH,
  setVisibility,
  toSqsEvent,
} from '../../local/sqs-calls.ts';
import type { Instance } from './instance.ts';

export interface FillDeliveries {
  queueUrl: string;
  /** Delivers each waiting message once. Failed messages wait for the next delivery. */
  deliver(instance: Instance): Promise<Delivered>;
}

export interface Delivered {
  messages: number;
  failed: number;
}

const VISIBILITY_TIMEOUT_SECONDS = 300;

export async function openFillDeliveries(client: SQSClient, name: string): Promise<FillDeliveries> {
  const Attributes = { VisibilityTimeout: String(VISIBILITY_TIMEOUT_SECONDS) };
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const queue = { client, queueUrl: QueueUrl! };
  return {
    queueUrl: queue.queueUrl,
    async deliver(instance) {
      const { signal } = new AbortController();
      const messages = await receiveMessages(queue, { count: SQS_BATCH, waitSeconds: 0, signal });
      let failed = 0;
      for (const message of messages) {
        const { batchItemFailures } = await instance.fill(toSqsEvent([message]));
        const again = batchItemFailures.length > 0;
        failed += again ? 1 : 0;
        await (again ? setVisibility(queue, [message], 0) : deleteMessages(queue, [message]));
      }
      return { messages: messages.length, failed };
    },
  };
}
