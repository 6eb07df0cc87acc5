/** Requests the usage of a directory repeatedly, until the service has read all of it. */
import type { Client, Freshness, UsageAnswer, UsageOptions } from '../contract/client.ts';

/** Requests for one answer; each lists up to some hundred thousand new keys. */
const MAX_REQUESTS = 1_000;

export interface WholeUsageOptions extends UsageOptions {
  /** Called after each request except the last one. */
  onProgress(seen: UsageAnswer): void;
}

export type WholeUsage = UsageAnswer & { freshness: Freshness };

/** Incomplete only if a repeated request made no progress, or after MAX_REQUESTS requests. */
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
