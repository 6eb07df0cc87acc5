/** The consumer of the fills' queue: each message is a range to list. One that is not done with comes again. */
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { gbSeconds } from '../../shared/billed-time.ts';
import type { FillWorker } from '../core/fills/fill-worker.ts';
import { giveUp, workOn } from '../core/fills/work-on-range.ts';
import { FILL_MAX_RECEIVES } from '../core/model/fill-job.ts';
import type { ServedBucket } from '../core/model/served-bucket.ts';
import type { Telemetry } from '../core/ports/telemetry.ts';
import { readMessage } from './message.ts';

/** Never given keys. */
export interface FillLog {
  warn(message: string, fields: Record<string, unknown>): void;
  error(message: string, fields: Record<string, unknown>): void;
}

export interface FillConsumerParts {
  worker: FillWorker;
  /** By their own names. */
  buckets: ReadonlyMap<string, ServedBucket>;
  telemetry: Telemetry;
  log: FillLog;
  /** Memory of the function, gigabytes: what its time is billed by. */
  functionGb: number;
}

export type FillConsumer = (event: Pick<SQSEvent, 'Records'>) => Promise<SQSBatchResponse>;

export function createFillConsumer(parts: FillConsumerParts): FillConsumer {
  const { clock } = parts.worker.instance;
  return async ({ Records }) => {
    const receivedAt = clock.now();
    parts.telemetry.count('batches');
    const failed: string[] = [];
    // One after the other: how many ranges are listed at once is the event source's business.
    for (const record of Records) if (!(await isDone(parts, record))) failed.push(record.messageId);
    parts.telemetry.count('functionGbSeconds', gbSeconds(parts.functionGb, receivedAt, clock.now()));
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** Nothing thrown by one message may bring the others of its batch back. */
async function isDone(parts: FillConsumerParts, record: SQSRecord): Promise<boolean> {
  const message = readMessage(record.body);
  const { messageId } = record;
  if (!message) {
    parts.log.error('message of a fill cannot be read', { messageId });
    return false;
  }
  const why = await failureOf(parts, message).catch(causeOf);
  if (why === undefined) return true;
  parts.log.warn('range of a fill not done, will come again', { messageId, fill: message.id, cause: why });
  if (Number(record.attributes.ApproximateReceiveCount) >= FILL_MAX_RECEIVES)
    await giveUp(parts.worker, message, why).catch((error: unknown) =>
      parts.log.error('fill not marked as failed', { fill: message.id, cause: causeOf(error) }),
    );
  return false;
}

/** Undefined: the message is done with. */
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
