import { describe, expect, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import type { Applied, Change, ChangeApplier } from '../../../lambdas/core/model/change.ts';
import type { Counter } from '../../../lambdas/core/ports/telemetry.ts';
import { createEventConsumer, type EventConsumerParts } from '../../../lambdas/events/consumer.ts';

const NOW = 1_700_000_000_000;

const keysOf = (change: Change) => (change.kind === 'subscribed' ? [] : change.keys);

/** A consumer whose applier marks everything, except for keys with another prepared outcome. */
function build(overrides: Partial<EventConsumerParts> = {}, fate: Record<string, Applied | Error> = {}) {
  const applied: { changes: Change[]; receivedAt: number }[] = [];
  const letters: { body: string; reason: string }[] = [];
  const logged: string[] = [];
  const counts: Partial<Record<Counter, number>> = {};
  const applier: ChangeApplier = {
    async apply(changes, receivedAt) {
      applied.push({ changes, receivedAt });
      return changes.map((change): PromiseSettledResult<Applied> => {
        const outcome = fate[keysOf(change)[0] ?? ''] ?? 'marked';
        return outcome instanceof Error
          ? { status: 'rejected', reason: outcome }
          : { status: 'fulfilled', value: outcome };
      });
    },
  };
  const consume = createEventConsumer({
    applier,
    servedBuckets: new Set(['photos']),
    deadLetters: { send: async (body, reason) => void letters.push({ body, reason }) },
    telemetry: {
      count: (counter, by = 1) => {
        counts[counter] = (counts[counter] ?? 0) + by;
      },
    },
    log: {
      warn: (message, fields) => void logged.push(JSON.stringify({ message, ...fields })),
      error: (message, fields) => void logged.push(JSON.stringify({ message, ...fields })),
    },
    clock: { now: () => NOW },
    functionGb: 0.5,
    ...overrides,
  });
  const run = (...bodies: string[]) =>
    consume({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body }) as SQSRecord) });
  /** The counters, without those that every batch increments. */
  const counted = () => {
    const { batches: _, functionGbSeconds: __, ...events } = counts;
    return events;
  };
  return { run, applied, letters, logged, counts, counted };
}

const put = (key: string, bucket = 'photos', eventName = 'ObjectCreated:Put') =>
  JSON.stringify({
    Records: [{ eventSource: 'aws:s3', eventName, s3: { bucket: { name: bucket }, object: { key } } }],
  });

describe('the event consumer', () => {
  test('applies the whole batch at once, with the time before anything was read', async () => {
    const { run, applied, counted } = build();
    expect(await run(put('a'), put('b'))).toEqual({ batchItemFailures: [] });
    expect(applied).toEqual([
      {
        receivedAt: NOW,
        changes: [
          { bucket: 'photos', keys: ['a'], kind: 'created' },
          { bucket: 'photos', keys: ['b'], kind: 'created' },
        ],
      },
    ]);
    expect(counted()).toEqual({ eventsReceived: 2 });
  });

  test('counts how long the messages waited in the queue', async () => {
    const counts: Partial<Record<Counter, number>> = {};
    const telemetry = {
      count(counter: Counter, by = 1) {
        counts[counter] = (counts[counter] ?? 0) + by;
      },
    };
    const sent = (agoMs: number) =>
      ({ messageId: 'm', body: put('a'), attributes: { SentTimestamp: String(NOW - agoMs) } }) as SQSRecord;
    const applier: ChangeApplier = {
      apply: async (changes) => changes.map(() => ({ status: 'fulfilled', value: 'marked' })),
    };
    const consume = createEventConsumer({
      applier,
      servedBuckets: new Set(['photos']),
      telemetry,
      log: { warn: () => {}, error: () => {} },
      clock: { now: () => NOW },
      functionGb: 0.5,
    });
    // The last message was sent by a clock that is ahead of this one.
    await consume({ Records: [sent(40), sent(2), sent(-5)] });
    expect(counts.eventLagMs).toBe(42);
  });

  test('counts the batch and its time, whatever the outcome', async () => {
    const { run, counts } = build({}, { b: new Error('throttled') });
    await run(put('a'), put('b'));
    expect(counts).toMatchObject({ batches: 1, functionGbSeconds: 0.0005 });
  });

  test('returns only the messages whose changes failed', async () => {
    const { run } = build({}, { b: new Error('throttled') });
    expect(await run(put('a'), put('b'), put('c'))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
  });

  test('does not treat a missing outcome as a success', async () => {
    const { run } = build({ applier: { apply: async () => [] } });
    expect(await run(put('a'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });

  test('counts events without a mark: unwatched, not served, not relevant, test messages', async () => {
    const { run, counted, applied, logged } = build({}, { cold: 'unwatched', theirs: 'unwatched' });
    const bodies = [
      put('cold'),
      // The event is applied like the others, because the listing function may already serve the bucket.
      put('theirs', 'other-bucket'),
      put('k', 'photos', 'ObjectTagging:Put'),
      '{"Event":"s3:TestEvent"}',
    ];
    expect(await run(...bodies)).toEqual({ batchItemFailures: [] });
    expect(counted()).toEqual({ eventsReceived: 4, eventsSkipped: 4 });
    expect(applied[0]?.changes).toHaveLength(2);
    expect(logged).toEqual([expect.stringContaining('bucket-not-served')]);
  });

  test('applies an event of an unknown kind and logs it', async () => {
    const { run, counted, applied, logged } = build();
    expect(await run(put('k', 'photos', 'ObjectTeleported:Away'))).toEqual({ batchItemFailures: [] });
    expect(counted()).toEqual({ eventsReceived: 1 });
    expect(applied[0]?.changes).toEqual([{ bucket: 'photos', keys: ['k'], kind: 'revealed' }]);
    expect(logged).toEqual([expect.stringContaining('unknown kind')]);
  });

  test('counts an unreadable message, sends it to the dead letters and acknowledges it', async () => {
    const { run, letters, counted, applied } = build();
    expect(await run('not json')).toEqual({ batchItemFailures: [] });
    expect(letters).toEqual([{ body: 'not json', reason: 'body is not a JSON object' }]);
    expect(counted()).toEqual({ eventsReceived: 1, eventsUnparsable: 1 });
    expect(applied).toEqual([]);
  });

  test('returns an unreadable message that could not be sent to the dead letters', async () => {
    const { run } = build({ deadLetters: { send: () => Promise.reject(new Error('no queue')) } });
    expect(await run(put('a'), 'not json')).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  test('without a dead-letter queue, logs, counts and acknowledges an unreadable message', async () => {
    const { run, counted, logged } = build({ deadLetters: undefined });
    expect(await run('not json')).toEqual({ batchItemFailures: [] });
    expect(counted().eventsUnparsable).toBe(1);
    expect(logged).toHaveLength(1);
  });

  test('logs only the beginning of an unreadable body', async () => {
    const { run, logged } = build();
    await run(`x${'y'.repeat(100_000)}`);
    expect(logged.join('').length).toBeLessThan(500);
  });

  test('applies the readable records of a message before it becomes a dead letter', async () => {
    const { run, applied, letters } = build();
    const body = JSON.stringify({ Records: [...JSON.parse(put('good')).Records, { s3: null }] });
    expect(await run(body)).toEqual({ batchItemFailures: [] });
    expect(applied[0]?.changes.map(keysOf)).toEqual([['good']]);
    expect(letters).toHaveLength(1);
  });

  test('returns a partly readable message while its readable records fail', async () => {
    const { run, letters } = build({}, { good: new Error('down') });
    const body = JSON.stringify({ Records: [...JSON.parse(put('good')).Records, { s3: null }] });
    expect(await run(body)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(letters).toEqual([]);
  });
});
