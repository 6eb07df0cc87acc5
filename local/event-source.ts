/**
 * Lambda's event source mapping for SQS: receives messages, batches them, invokes the function, deletes the
 * messages that succeeded, and leaves the others to be delivered again (ReportBatchItemFailures). Source: Lambda
 * developer guide, with-sqs.md.
 */
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { type BatchOutcome, failedIds } from './batch-outcome.ts';
import { deleteMessages, receiveMessages, SQS_BATCH, setVisibility, toSqsEvent } from './sqs-calls.ts';

export interface EventSourceOptions {
  client: SQSClient;
  queueUrl: string;
  /** Maximum number of messages in a batch. */
  batchSize: number;
  /** How long an incomplete batch waits for more messages. */
  windowMs: number;
  /** Maximum number of concurrent batches. */
  concurrency: number;
  /** A message that fails after this many receives becomes a dead letter. */
  maxReceiveCount: number;
  /**
   * Delay before a failed message is delivered again, seconds. AWS waits for the visibility timeout; the local stack
   * does not have to.
   */
  retrySeconds: number;
  invoke: (event: SQSEvent) => Promise<unknown>;
  /** Called when the message was deleted or moved to the dead letters. */
  onDone: (messageId: string) => void;
  onError: (what: string, error: unknown) => void;
}

export interface EventSource {
  /** Stops polling. A batch in progress is not acknowledged, so its messages are delivered again. */
  stop(): void;
}

const LONG_POLL_SECONDS = 20;
/** Pause after the queue returned an error. */
const POLL_FAILURE_PAUSE_MS = 200;
/** Pause between two receives while a batch's window is open. */
const WINDOW_STEP_MS = 10;

export function startEventSource(options: EventSourceOptions): EventSource {
  const stopping = new AbortController();
  const work = async () => {
    const worker: Worker = { options, signal: stopping.signal, spent: [] };
    while (!stopping.signal.aborted) {
      try {
        await pollOnce(worker);
      } catch (error) {
        if (stopping.signal.aborted) return;
        options.onError('polling the queue failed', error);
        await pause(POLL_FAILURE_PAUSE_MS);
      }
    }
  };
  for (let count = 0; count < options.concurrency; count += 1) void work();
  return { stop: () => stopping.abort() };
}

interface Worker {
  options: EventSourceOptions;
  signal: AbortSignal;
  /**
   * Ids of messages that were received for the last time. At the next receive, SQS moves them to the dead letters.
   */
  spent: string[];
}

async function pollOnce(worker: Worker): Promise<void> {
  const { options } = worker;
  const batch = await gather(worker);
  if (batch.length === 0) return;
  const failed = failedIds(
    await outcomeOf(options, batch),
    batch.map((message) => message.MessageId ?? ''),
  );
  const done = batch.filter((message) => !failed.has(message.MessageId ?? ''));
  await deleteMessages(options, done);
  for (const message of done) options.onDone(message.MessageId ?? '');
  const returned = batch.filter((message) => failed.has(message.MessageId ?? ''));
  const isSpent = (message: Message) =>
    Number(message.Attributes?.ApproximateReceiveCount ?? 1) >= options.maxReceiveCount;
  const spent = returned.filter(isSpent);
  await setVisibility(options, spent, 0);
  worker.spent.push(...spent.map((message) => message.MessageId ?? ''));
  await setVisibility(
    options,
    returned.filter((message) => !isSpent(message)),
    options.retrySeconds,
  );
}

/** Receives a batch: waits for the first message by long polling, and for further messages only during the window. */
async function gather(worker: Worker): Promise<Message[]> {
  const { options } = worker;
  const batch = await receive(worker, options.batchSize, worker.spent.length > 0 ? 0 : LONG_POLL_SECONDS);
  const closesAt = Date.now() + options.windowMs;
  while (batch.length > 0 && batch.length < options.batchSize) {
    const more = await receive(worker, options.batchSize - batch.length, 0);
    batch.push(...more);
    if (more.length > 0) continue;
    const leftMs = closesAt - Date.now();
    if (leftMs <= 0) break;
    await pause(Math.min(leftMs, WINDOW_STEP_MS));
  }
  return batch;
}

async function receive(worker: Worker, wanted: number, waitSeconds: number): Promise<Message[]> {
  const { options, signal } = worker;
  const count = Math.min(wanted, SQS_BATCH);
  const messages = await receiveMessages(options, { count, waitSeconds, signal });
  // The queue returned fewer messages than requested. So it has no others, and the spent messages are dead letters
  // now.
  if (messages.length < count) for (const id of worker.spent.splice(0)) options.onDone(id);
  return messages;
}

async function outcomeOf(options: EventSourceOptions, batch: Message[]): Promise<BatchOutcome> {
  try {
    return { answer: await options.invoke(toSqsEvent(batch)) };
  } catch (error) {
    options.onError('the function failed on a batch', error);
    return { thrown: true };
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
