/** Stores unreadable messages, so that a person can inspect them and they do not block other messages. */
import type { SQSClient } from '@aws-sdk/client-sqs';

export interface DeadLetters {
  /** Resolves when the message is stored. If it rejects, the message must not be acknowledged. */
  send(body: string, reason: string): Promise<void>;
}

/** SQS limits an attribute only by the message's size. A reason is the path of a field, which is short. */
const MAX_REASON_LENGTH = 256;
/** For one dead letter with its retries. SQS takes milliseconds, and the other events of the batch wait for it. */
const SEND_BUDGET_MS = 5_000;

/**
 * The dead-letter queue at `queueUrl`. Its client is loaded with the first dead letter, because almost no instance
 * ever sends one, and every cold start would pay for loading it.
 */
export function createDeadLetterQueue(
  queueUrl: string,
  connect: () => Promise<SQSClient>,
  budgetMs = SEND_BUDGET_MS,
): DeadLetters {
  let client: Promise<SQSClient> | undefined;
  return {
    async send(body, reason) {
      client ??= connect();
      const [{ SendMessageCommand }, sqs] = await Promise.all([import('@aws-sdk/client-sqs'), client]);
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: {
            reason: { DataType: 'String', StringValue: reason.slice(0, MAX_REASON_LENGTH) },
          },
        }),
        { abortSignal: AbortSignal.timeout(budgetMs) },
      );
    },
  };
}
