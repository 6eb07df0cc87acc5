/**
 * The consumer of the fills' queue. Each message names a range to list. If a range was not finished, its message is
 * delivered again.
 */
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { gbSeconds } from '../../shared/billed-time.ts';
import type { FillWorker } from '../core/fills/fill-worker.ts';
import { giveUp, workOn } from '../core/fills/work-on-range.ts';
import { FILL_MAX_RECEIVES } from '../core/model/fill-job.ts';
import type { ServedBucket } from '../core/model/served-bucket.ts';
import type { Telemetry } from '../core/ports/telemetry.ts';
import { readMessage } from './message.ts';

/** No field that is logged contains a key. */
export interface FillLog {
  warn(message: string, fields: Record<string, unknown>): void;
  error(message: string, fields: Record<string, unknown>): void;
}

export interface FillConsumerParts {
  worker: FillWorker;
  /** Buckets by their own names. Views are not included. */
  buckets: ReadonlyMap<string, ServedBucket>;
  telemetry: Telemetry;
  log: FillLog;
  /** Memory of the function, in GB. Its run time is billed by it. */
  functionGb: number;
}

export type FillConsumer = (event: Pick<SQSEvent, 'Records'>) => Promise<SQSBatchResponse>;

export function createFillConsumer(parts: FillConsumerParts): FillConsumer {
  const { clock } = parts.worker.instance;
  return async ({ Records }) => {
    const receivedAt = clock.now();
    parts.telemetry.count('batches');
    const failed: string[] = [];
    // The messages are handled one after the other. The event source decides how many functions run at the same time.
    for (const record of Records) if (!(await isDone(parts, record))) failed.push(record.messageId);
    parts.telemetry.count('functionGbSeconds', gbSeconds(parts.functionGb, receivedAt, clock.now()));
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/**
 * Returns false instead of throwing: an error of one message must not cause the other messages of the batch to be
 * delivered again.
 */
async function isDone(parts: FillConsumerParts, record: SQSRecord): Promise<boolean> {
  const message = readMessage(record.body);
  const { messageId } = record;
  if (!message) {
    parts.log.error('message of a fill cannot be parsed', { messageId });
    return false;
  }
  const why = await failureOf(parts, message).catch(causeOf);
  if (why === undefined) return true;
  parts.log.warn('range of a fill not finished, will be delivered again', {
    messageId,
    fill: message.id,
    cause: why,
  });
  if (Number(record.attributes.ApproximateReceiveCount) >= FILL_MAX_RECEIVES)
    await giveUp(parts.worker, message, why).catch((error: unknown) =>
      parts.log.error('fill not marked as failed', { fill: message.id, cause: causeOf(error) }),
    );
  return false;
}

/** Returns `undefined` when the message can be deleted, otherwise the reason to deliver it again. */
async function failureOf(
  { worker, buckets }: FillConsumerParts,
  message: NonNullable<ReturnType<typeof readMessage>>,
): Promise<string | undefined> {
  const bucket = buckets.get(message.bucket);
  if (!bucket) {
    await giveUp(worker, message, 'The bucket is not served any more.');
    return undefined;
  }
  const worked = await workOn(worker, bucket, message);
  return worked.outcome === 'done' ? undefined : worked.why;
}

function causeOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
