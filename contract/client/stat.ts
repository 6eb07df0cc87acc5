/** The operations stat and stat-many. A missing key is an answer, not an error. */

import type { Ask } from './ask.ts';
import { batchesOf, MAX_PARALLEL_BATCHES } from './batches.ts';
import { S3dexError } from './error.ts';
import { combined, type Freshness } from './freshness.ts';
import { badAnswer, send, type Transport } from './transport.ts';
import type { StatAnswer, StatResult } from './wire-types.ts';

/** The results for an existing key and for a missing key. */
export type Found = { found: true } & StatAnswer;
export type NotFound = { found: false; key: string };

export interface StatOptions extends Ask {
  /** `full` adds the fields that only a HEAD returns. */
  detail?: 'full';
}

export async function stat(
  transport: Transport,
  bucket: string,
  key: string,
  { detail, ...ask }: StatOptions,
): Promise<(Found | NotFound) & { freshness: Freshness }> {
  try {
    const { body, freshness } = await send(transport, {
      operation: 'stat',
      bucket,
      query: { key, detail },
      ask,
    });
    return { found: true, ...(body as unknown as StatAnswer), freshness };
  } catch (error) {
    if (!(error instanceof S3dexError) || error.code !== 'no-such-key' || !error.freshness) throw error;
    return { found: false, key, freshness: error.freshness };
  }
}

export async function statMany(
  transport: Transport,
  bucket: string,
  keys: readonly string[],
  options: StatOptions,
): Promise<{ results: StatResult[]; freshness: Freshness }> {
  const batches = batchesOf(keys);
  const results: StatResult[] = [];
  const parts: Freshness[] = [];
  for (let at = 0; at < batches.length; at += MAX_PARALLEL_BATCHES) {
    const answers = await Promise.all(
      batches
        .slice(at, at + MAX_PARALLEL_BATCHES)
        .map((batch) => statBatch(transport, bucket, batch, options)),
    );
    for (const answer of answers) {
      results.push(...answer.results);
      parts.push(answer.freshness);
    }
  }
  return { results, freshness: combined(parts) };
}

async function statBatch(
  transport: Transport,
  bucket: string,
  keys: string[],
  { detail, ...ask }: StatOptions,
) {
  const { body, freshness } = await send(transport, {
    operation: 'statMany',
    bucket,
    body: { keys, detail },
    ask,
  });
  const { results } = body as { results?: unknown };
  if (!Array.isArray(results) || results.length !== keys.length) {
    throw badAnswer(`results: must be one for each of the ${keys.length} keys requested`);
  }
  return { results: results as StatResult[], freshness };
}
