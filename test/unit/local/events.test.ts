import { afterEach, describe, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { type EventSource, startEventSource } from '../../../local/event-source.ts';
import { type EventPipeline, startEvents } from '../../../local/events.ts';
import { type LocalQueue, startQueue } from '../../../local/queue.ts';

const SETTLE_MS = 20_000;
const fail = (what: string, error: unknown) => {
  throw new Error(what, { cause: error });
};
const bodies = (event: SQSEvent) => event.Records.map((record) => record.body);

describe('events on their way to the function', () => {
  let pipeline: EventPipeline;
  afterEach(() => pipeline.close());

  test('every message sent arrives once, in batches, and leaves the queue empty', async () => {
    pipeline = await startEvents(fail);
    const received: string[] = [];
    const sent = Array.from({ length: 250 }, (_, index) => `message ${index}`);
    for (const body of sent) pipeline.send(body);
    expect(pipeline.ledger.entered).toBe(250);
    let batches = 0;
    pipeline.deliver(async (event) => {
      batches += 1;
      received.push(...bodies(event));
      return { batchItemFailures: [] };
    });
    expect(await pipeline.ledger.settled(SETTLE_MS)).toBe(true);
    expect(received.toSorted()).toEqual(sent.toSorted());
    expect(batches).toBeLessThan(sent.length);
    expect(await pipeline.queue.depth()).toEqual({ visible: 0, inFlight: 0, deadLetters: 0 });
  });

  test('a message reported as failed comes again; the others of its batch do not', async () => {
    pipeline = await startEvents(fail);
    const received: string[] = [];
    let failures = 1;
    for (const body of ['good', 'bad', 'fine']) pipeline.send(body);
    pipeline.deliver(async (event) => {
      received.push(...bodies(event));
      const bad = event.Records.filter((record) => record.body === 'bad' && failures-- > 0);
      return { batchItemFailures: bad.map((record) => ({ itemIdentifier: record.messageId })) };
    });
    expect(await pipeline.ledger.settled(SETTLE_MS)).toBe(true);
    expect(received.toSorted()).toEqual(['bad', 'bad', 'fine', 'good']);
  });
});

describe('the event source mapping', () => {
  let queue: LocalQueue;
  let source: EventSource;
  afterEach(async () => {
    source.stop();
    await queue.close();
  });

  async function start(invoke: (event: SQSEvent) => Promise<unknown>) {
    queue = await startQueue({ visibilityTimeoutSeconds: 60, maxReceiveCount: 3 });
    const done = Promise.withResolvers<string>();
    const errors: string[] = [];
    source = startEventSource({
      client: queue.client,
      queueUrl: queue.queueUrl,
      batchSize: 10,
      windowMs: 0,
      concurrency: 1,
      maxReceiveCount: 3,
      retrySeconds: 0,
      invoke,
      onDone: done.resolve,
      onError: (what) => errors.push(what),
    });
    return { done: done.promise, errors };
  }

  test('a message that always fails becomes a dead letter after its last receive, and only then counts as done', async () => {
    const counts: string[] = [];
    const { done, errors } = await start(async (event) => {
      counts.push(...event.Records.map((record) => record.attributes.ApproximateReceiveCount));
      throw new Error('always');
    });
    const id = await queue.send('poison');
    expect(await done).toBe(id);
    expect(counts).toEqual(['1', '2', '3']);
    expect(errors).toHaveLength(3);
    expect(await queue.depth()).toEqual({ visible: 0, inFlight: 0, deadLetters: 1 });
  });

  test('the function gets events in the form that SQS sends to Lambda', async () => {
    const seen: SQSEvent[] = [];
    const { done } = await start(async (event) => void seen.push(event));
    const id = await queue.send('{"a":1}');
    await done;
    expect(seen).toMatchObject([
      {
        Records: [
          {
            messageId: id,
            body: '{"a":1}',
            eventSource: 'aws:sqs',
            attributes: { ApproximateReceiveCount: '1' },
          },
        ],
      },
    ]);
    expect(Number(seen[0]?.Records[0]?.attributes.SentTimestamp)).toBeGreaterThan(0);
  });
});
