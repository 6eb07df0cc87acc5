/** Where messages go that can never be read: kept for a person to look at, out of the way of the others. */
import type { SQSClient } from '@aws-sdk/client-sqs';

export interface DeadLetters {
  /** Resolves when the message is kept; rejects when it is not, and then it must not be acknowledged. */
  send(body: string, reason: string): Promise<void>;
}

/** SQS bounds an attribute's value only by the message's size; a reason is a field's path and needs little. */
const MAX_REASON_LENGTH = 256;
/** One letter with its retries, its answer's body included: SQS takes milliseconds, and the batch's good events wait for it. */
const SEND_BUDGET_MS = 5_000;

/**
 * The dead-letter queue at `queueUrl`. Its client is loaded when the first letter is sent: almost no instance ever sends one, and
 * loading it would be paid by every cold start.
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
