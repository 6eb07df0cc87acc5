/**
 * Serves two buckets with `npm start`; S3 throttles one of them. Prints how long lists of the other bucket take,
 * alone and while clients send requests for the throttled bucket, in turns. The lists have `no-cache`, so each of
 * them asks S3.
 *
 *     npm run bench:throttled -- --lists 100 --clients 8
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startStack } from '../test/support/stack.ts';
import { error } from '../test/support/stub-s3/answers.ts';
import { startStubS3 } from '../test/support/stub-s3/server.ts';
import { StubS3 } from '../test/support/stub-s3/stub.ts';

const TURNS = 6;
const THROTTLED = 'throttled-bucket';
const OTHER = 'other-bucket';
/** The time that a LIST takes in S3, so that a list waits as long as it would there. */
const LIST_MS = 20;

const { values } = parseArgs({
  options: { lists: { type: 'string', default: '100' }, clients: { type: 'string', default: '8' } },
});
const lists = Number(values.lists);

const stub = await startStubS3([[OTHER, new StubS3(['a', 'b', 'c/d'])]]);
stub.ordered = (request, response, call) => {
  const answer = request.url!.startsWith(`/${THROTTLED}`) ? error(503, 'SlowDown') : stub.answer;
  void sleep(LIST_MS).then(() => answer(request, response, call));
};
const credentials = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' };
const buckets = [THROTTLED, OTHER].flatMap((name) => ['--bucket', name]);
const stack = await startStack(['--s3-endpoint', stub.endpoint, ...buckets], credentials);

async function list(bucket: string): Promise<{ status: number; ms: number }> {
  const from = performance.now();
  const headers = { 'cache-control': 'no-cache' };
  const response = await stack.api(`/v1/buckets/${bucket}/entries?prefix=`, { headers });
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - from };
}

/**
 * Starts clients that send requests for the throttled bucket, each again when it is answered. Returns a function that
 * stops them.
 */
function askThrottled(): () => Promise<void> {
  let isOver = false;
  const client = async () => {
    while (!isOver) {
      const { status } = await list(THROTTLED);
      throttledAnswers.set(status, (throttledAnswers.get(status) ?? 0) + 1);
    }
  };
  const clients = Array.from({ length: Number(values.clients) }, client);
  return async () => {
    isOver = true;
    await Promise.all(clients);
  };
}

const throttledAnswers = new Map<number, number>();
const alone: number[] = [];
const beside: number[] = [];
const measure = async (into: number[]) => {
  for (let i = 0; i < lists / TURNS; i++) {
    const { status, ms } = await list(OTHER);
    if (status !== 200) throw new Error(`the other bucket answered ${status}`);
    into.push(ms);
  }
};
const quantile = (of: number[], q: number) => of.toSorted((a, b) => a - b)[Math.floor((of.length - 1) * q)]!;

await measure([]);
for (let turn = 0; turn < TURNS; turn++) {
  await measure(alone);
  const stop = askThrottled();
  await sleep(500);
  await measure(beside);
  await stop();
}
for (const [what, times] of Object.entries({ alone, 'beside a throttled bucket': beside })) {
  const [p50, p99] = [0.5, 0.99].map((q) => quantile(times, q).toFixed(1));
  console.log(`${what}: ${times.length} lists, p50 ${p50} ms, p99 ${p99} ms`);
}
console.log(`ratio of the medians: ${(quantile(beside, 0.5) / quantile(alone, 0.5)).toFixed(2)}`);
console.log(
  `answers of the throttled bucket by status: ${JSON.stringify(Object.fromEntries(throttledAnswers))}`,
);
await stack.stop();
await stub.close();
