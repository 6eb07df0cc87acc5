/** The requests whose path through the files is counted. */
import type { Context, SQSRecord } from 'aws-lambda';
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import type { Counter } from '../../lambdas/core/ports/telemetry.ts';
import { createEventConsumer } from '../../lambdas/events/consumer.ts';
import { createHttpHandler } from '../../lambdas/http/handler.ts';
import { servedBuckets } from '../../lambdas/http/served-buckets.ts';
import { BUCKET, World } from '../support/world.ts';
import { unrecorded } from './entered.ts';

const DIRECTORY = 'albums/2026/';
const ENTRIES = 50;
const CONTEXT = {} as Context;

/** Makes one request. */
export type Journey = () => Promise<void>;

/** A page of ENTRIES objects that the index has, in a directory with more. */
export async function warmListing(): Promise<Journey> {
  const world = new World({ table: unrecorded, store: unrecorded });
  for (let at = 0; at < 2 * ENTRIES; at++) world.put(`${DIRECTORY}${String(at).padStart(4, '0')}.jpg`);
  const handler = createHttpHandler({
    reader: world.reader,
    clock: { now: () => world.now },
    telemetry: { count() {} },
    functionGb: 1,
    publish() {},
    buckets: servedBuckets([world.bucket]),
    counters: () => ({}),
    startedAt: world.now,
    tableSize: async () => undefined,
    openApiDocument: async () => '{}',
    logFailure(_requestId, cause) {
      throw cause;
    },
  });
  const ask = async (): Promise<string> => {
    world.now += 1_000;
    const response = await handler(
      {
        routeKey: 'GET /v1/buckets/{bucket}/entries',
        rawPath: `/v1/buckets/${BUCKET}/entries`,
        rawQueryString: `prefix=${encodeURIComponent(DIRECTORY)}&limit=${ENTRIES}`,
        headers: { 'accept-encoding': 'gzip, br' },
        pathParameters: { bucket: BUCKET },
        requestContext: { requestId: 'request', http: { method: 'GET' } },
        isBase64Encoded: false,
      },
      CONTEXT,
    );
    return response.headers['cache-status'] ?? `no answer: ${response.statusCode}`;
  };
  // The first request lists the directory, and the second decodes its chunks.
  await ask();
  await ask();
  return async () => {
    const status = await ask();
    if (!status.startsWith('s3dex; hit')) throw new Error(`not a hit: ${status}`);
  };
}

/** The event of a new object, in a directory that was listed. */
export async function eventOfNewObject(): Promise<Journey> {
  const world = new World({ table: unrecorded, store: unrecorded });
  world.put(`${DIRECTORY}0000.jpg`);
  await world.list(DIRECTORY);
  let marks = 0;
  const parts = {
    clock: { now: () => world.now },
    telemetry: {
      count(counter: Counter) {
        if (counter === 'marks') marks++;
      },
    },
  };
  const consume = createEventConsumer({
    ...parts,
    applier: createChangeApplier({
      ...parts,
      table: unrecorded(world.table),
      waiter: { wait: async () => {} },
      settings: { clockMarginMs: 100 },
    }),
    servedBuckets: new Set([BUCKET]),
    log: { warn() {}, error() {} },
    functionGb: 0.5,
  });
  const record = {
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: BUCKET }, object: { key: `${DIRECTORY}new.jpg` } },
  };
  const message = { messageId: 'message', body: JSON.stringify({ Records: [record] }) } as SQSRecord;
  return async () => {
    world.now += 1_000;
    const { batchItemFailures } = await consume({ Records: [message] });
    if (batchItemFailures.length > 0 || marks === 0) throw new Error('the event was not marked');
  };
}
