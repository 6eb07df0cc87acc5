/**
 * The SQS calls of an event source mapping, in batches of the size that SQS allows, and the function's event for a
 * batch.
 */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';

/** Maximum number of messages in a receive, a delete or a visibility change (SQS quotas). */
export const SQS_BATCH = 10;

interface Queue {
  client: SQSClient;
  queueUrl: string;
}

export async function receiveMessages(
  queue: Queue,
  request: { count: number; waitSeconds: number; signal: AbortSignal },
): Promise<Message[]> {
  const { Messages = [] } = await queue.client.send(
    new ReceiveMessageCommand({
      QueueUrl: queue.queueUrl,
      MaxNumberOfMessages: request.count,
      WaitTimeSeconds: request.waitSeconds,
      MessageSystemAttributeNames: ['All'],
    }),
    { abortSignal: request.signal },
  );
  return Messages;
}

export async function deleteMessages(queue: Queue, messages: Message[]): Promise<void> {
  for (const part of parts(messages)) {
    await queue.client.send(
      new DeleteMessageBatchCommand({ QueueUrl: queue.queueUrl, Entries: part.map(entry) }),
    );
  }
}

export async function setVisibility(queue: Queue, messages: Message[], seconds: number): Promise<void> {
  for (const part of parts(messages)) {
    await queue.client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queue.queueUrl,
        Entries: part.map((message, index) => ({ ...entry(message, index), VisibilityTimeout: seconds })),
      }),
    );
  }
}

function entry(message: Message, index: number): { Id: string; ReceiptHandle: string } {
  return { Id: String(index), ReceiptHandle: message.ReceiptHandle ?? '' };
}

function parts(messages: Message[]): Message[][] {
  return Array.from({ length: Math.ceil(messages.length / SQS_BATCH) }, (_, index) =>
    messages.slice(index * SQS_BATCH, (index + 1) * SQS_BATCH),
  );
}

export function toSqsEvent(batch: Message[]): SQSEvent {
  return {
    Records: batch.map((message) => ({
      messageId: message.MessageId ?? '',
      receiptHandle: message.ReceiptHandle ?? '',
      body: message.Body ?? '',
      attributes: {
        ApproximateReceiveCount: message.Attributes?.ApproximateReceiveCount ?? '1',
        SentTimestamp: message.Attributes?.SentTimestamp ?? '',
        SenderId: message.Attributes?.SenderId ?? '',
        ApproximateFirstReceiveTimestamp: message.Attributes?.ApproximateFirstReceiveTimestamp ?? '',
      },
      messageAttributes: {},
      md5OfBody: message.MD5OfBody ?? '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:s3dex-events',
      awsRegion: 'us-east-1',
    })),
  };
}
