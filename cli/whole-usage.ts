/** How much is below a directory, asked again until the service has looked through all of it. */
import type { Client, Freshness, UsageAnswer, UsageOptions } from '../contract/client.ts';

/** Requests for one answer: each looks through some hundred thousand keys that were not known. */
const MAX_REQUESTS = 1_000;

export interface WholeUsageOptions extends UsageOptions {
  /** After each request that was not the last. */
  onProgress(seen: UsageAnswer): void;
}

export type WholeUsage = UsageAnswer & { freshness: Freshness };

/** Incomplete only where asking again made no progress. */
export async function wholeUsage(
  client: Client,
  bucket: string,
  prefix: string,
  { onProgress, ...options }: WholeUsageOptions,
): Promise<WholeUsage> {
  let answer = await client.usage(bucket, prefix, options);
  for (let request = 1; !answer.complete && request < MAX_REQUESTS; request++) {
    onProgress(answer);
    const next = await client.usage(bucket, prefix, options);
    if (!next.complete && next.objects <= answer.objects) return next;
    answer = next;
  }
  return answer;
}
