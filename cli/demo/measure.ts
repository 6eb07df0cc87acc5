/** Reads the same directory in three ways: from S3, through an empty index, and through a warm one. */
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Client, createClient } from '../../contract/client.ts';
import { dollarsOf } from '../../contract/dollars.ts';
import { PRICES } from '../../contract/prices.ts';
import { gbSeconds } from '../../shared/billed-time.ts';
import { rounded } from '../text/quantities.ts';
import type { Directory } from './choose.ts';
import type { LocalStack } from './local-stack.ts';
import { readPlainly } from './plain-s3.ts';

/** Memory of the listing function, as deployed by default. */
const FUNCTION_GB = 1;

export interface Reading {
  /** S3 calls. The plain reader counts those it sends; the service counts its own. */
  calls: number;
  ms: number;
  /** Cost of the S3 calls. For readings through the index, also of DynamoDB units, API Gateway, Lambda and logs. */
  dollars: number;
}

export interface Measured extends Directory {
  plain: Reading;
  /** The LISTs of the plain reading only. */
  listsOnly: { calls: number; dollars: number };
  cold: Reading;
  warm: Reading;
}

export interface Change {
  key: string;
  /** Did the next list show the file? */
  shown: boolean;
  reading: Reading;
}

export interface Bench {
  stack: LocalStack;
  s3: S3Client;
  client: Client;
  bucket: string;
  /** Milliseconds, of a monotonic clock. */
  now: () => number;
}

export function benchOf(stack: LocalStack, s3: S3Client, bucket: string, now: () => number): Bench {
  // The client caches nothing, so that only the index is measured.
  return { stack, s3, client: createClient({ endpoint: stack.api, heldAnswers: 0 }), bucket, now };
}

export async function measure(bench: Bench, directory: Directory): Promise<Measured> {
  const { lists, heads, ms } = await readPlainly(bench.s3, bench.bucket, directory.prefix, bench.now);
  const dollars = lists * PRICES.s3List + heads * PRICES.s3Head;
  return {
    ...directory,
    plain: { calls: lists + heads, ms: tenths(ms), dollars: rounded(dollars) },
    listsOnly: { calls: lists, dollars: rounded(lists * PRICES.s3List) },
    cold: await readThroughIndex(bench, directory.prefix),
    warm: await readThroughIndex(bench, directory.prefix),
  };
}

/** One list returns everything that the plain reader gets from its LIST and HEADs: names, sizes, times, ETags. */
export async function readThroughIndex(bench: Bench, prefix: string): Promise<Reading> {
  const before = await bench.stack.metrics();
  const startedAt = bench.now();
  let requests = 0;
  for await (const _page of bench.client.pages(bench.bucket, prefix)) requests++;
  const ms = tenths(bench.now() - startedAt);
  const after = await bench.stack.metrics();
  const lists = after.s3.list - before.s3.list;
  const heads = after.s3.head - before.s3.head;
  const readUnits = after.dynamodb.readUnits - before.dynamodb.readUnits;
  const writeUnits = after.dynamodb.writeUnits - before.dynamodb.writeUnits;
  return {
    calls: lists + heads,
    ms,
    // The function is assumed to run as long as the client waits, which is slightly too long.
    dollars: rounded(
      dollarsOf({
        s3List: lists,
        s3Head: heads,
        readUnits,
        writeUnits,
        httpRequests: requests,
        functionGbSeconds: gbSeconds(FUNCTION_GB, 0, ms),
      }).spent,
    ),
  };
}

/**
 * Writes a file directly to S3; the event reaches the index. Returns the next reading, and whether it showed the
 * file.
 */
export async function measureChange(bench: Bench, prefix: string): Promise<Change> {
  const key = `${prefix}s3dex-demo.txt`;
  await bench.s3.send(new PutObjectCommand({ Bucket: bench.bucket, Key: key, Body: 'written by the demo' }));
  await bench.stack.settle();
  const reading = await readThroughIndex(bench, prefix);
  const { results } = await bench.client.statMany(bench.bucket, [key], { onlyIfCached: true });
  return { key, shown: results[0]?.found ?? false, reading };
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
