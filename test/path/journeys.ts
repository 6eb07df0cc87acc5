/** The requests whose path through the files is counted. */
import type { Context } from 'aws-lambda';
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
  const record = {
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: BUCKET }, object: { key: `${DIRECTORY}new.jpg` } },
  };
  return async () => {
    const failed = await world.deliver(JSON.stringify({ Records: [record] }));
    if (failed > 0 || world.counts.marks === undefined) throw new Error('the event was not marked');
  };
}
