/**
 * Lambda's event source mapping for SQS: receives messages, makes batches of them, invokes the function, deletes what succeeded and lets
 * the rest come again (ReportBatchItemFailures). Source: Lambda developer guide, with-sqs.md.
 */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { type BatchOutcome, failedIds } from './batch-outcome.ts';

export interface EventSourceOptions {
  client: SQSClient;
  queueUrl: string;
  /** Messages a function is given at once, at most. */
  batchSize: number;
  /** How long a batch that is not full waits for more messages. */
  windowMs: number;
  /** Batches worked on at the same time. */
  concurrency: number;
  /** A message received this often and failed again is a dead letter. */
  maxReceiveCount: number;
  /** When a failed message comes again, seconds. AWS waits out the visibility timeout; a stack for trying things out need not. */
  retrySeconds: number;
  invoke: (event: SQSEvent) => Promise<unknown>;
  /** The message is deleted, or moved to the dead letters. */
  onDone: (messageId: string) => void;
  onError: (what: string, error: unknown) => void;
}

export interface EventSource {
  /** Ends polling; a batch being worked on is left to come again. */
  stop(): void;
}

/** Receives hold at most this many messages, deletes as well (SQS quotas). */
const SQS_BATCH = 10;
const LONG_POLL_SECONDS = 20;
/** Between two tries when the queue itself does not answer. */
const POLL_FAILURE_PAUSE_MS = 200;
/** Between two looks for more messages while a batch's window is open. */
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
  /** Ids received for the last time: SQS moves each to the dead letters when it would be received once more. */
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

/** A batch: waits long for the first message, then only the window for more. */
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
  const { options } = worker;
  const count = Math.min(wanted, SQS_BATCH);
  const { Messages = [] } = await options.client.send(
    new ReceiveMessageCommand({
      QueueUrl: options.queueUrl,
      MaxNumberOfMessages: count,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
    }),
    { abortSignal: worker.signal },
  );
  // Fewer than wanted: the queue was gone through to its end, spent messages and all.
  if (Messages.length < count) for (const id of worker.spent.splice(0)) options.onDone(id);
  return Messages;
}

async function outcomeOf(options: EventSourceOptions, batch: Message[]): Promise<BatchOutcome> {
  try {
    return { answer: await options.invoke(toSqsEvent(batch)) };
  } catch (error) {
    options.onError('the function failed on a batch', error);
    return { thrown: true };
  }
}

function toSqsEvent(batch: Message[]): SQSEvent {
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

async function deleteMessages(options: EventSourceOptions, messages: Message[]): Promise<void> {
  for (const part of parts(messages)) {
    await options.client.send(
      new DeleteMessageBatchCommand({ QueueUrl: options.queueUrl, Entries: part.map(entry) }),
    );
  }
}

async function setVisibility(
  options: EventSourceOptions,
  messages: Message[],
  seconds: number,
): Promise<void> {
  for (const part of parts(messages)) {
    await options.client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: options.queueUrl,
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
