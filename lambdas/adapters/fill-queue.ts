/**
 * The queue of fills in SQS. Its client is loaded when the first message is sent, because most instances of the
 * listing function never send one.
 */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { FillMessage, FillQueue } from '../core/ports/fill-queue.ts';

/** Time limit for sending one message, including retries and the response's body. */
const SEND_BUDGET_MS = 5_000;

export interface FillQueueOptions {
  queueUrl: string;
  region: string;
  endpoint?: string | undefined;
  textOf: (message: FillMessage) => string;
}

export function createFillQueue({ queueUrl, region, endpoint, textOf }: FillQueueOptions): FillQueue {
  let client: Promise<SQSClient> | undefined;
  const connect = async () => {
    const { SQSClient } = await import('@aws-sdk/client-sqs');
    return new SQSClient({ region, endpoint });
  };
  return {
    async send(message) {
      client ??= connect();
      const [{ SendMessageCommand }, sqs] = await Promise.all([import('@aws-sdk/client-sqs'), client]);
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: textOf(message) }), {
        abortSignal: AbortSignal.timeout(SEND_BUDGET_MS),
      });
    },
  };
}
