/** Stores unreadable messages, so that they do not block other messages and a person can inspect them. */
import type { SQSClient } from '@aws-sdk/client-sqs';

export interface DeadLetters {
  /** Resolves when the message is stored. If this rejects, the message must not be acknowledged. */
  send(body: string, reason: string): Promise<void>;
}

/**
 * Limit for the reason. SQS limits an attribute only by the size of the whole message, and a reason (the path of a
 * field) is short.
 */
const MAX_REASON_LENGTH = 256;
/**
 * Time limit for sending one dead letter, with its retries. SQS takes milliseconds, and the other events of the batch
 * wait.
 */
const SEND_BUDGET_MS = 5_000;

/**
 * The dead-letter queue at `queueUrl`. Its client is loaded when the first dead letter is sent: almost no instance
 * ever sends one, and otherwise every cold start would load the client.
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
