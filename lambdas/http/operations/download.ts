/** POST /v1/buckets/{bucket}/downloads */
import type { DownloadAnswer } from '../../../contract/answers/download.ts';
import { downloadBody } from '../../../contract/schema.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import { type Outcome, refused, reported } from '../outcome.ts';
import { parseRequestBody } from '../parse-request.ts';
import { confine, findBucket } from '../served-buckets.ts';
import { wireTime } from '../wire-format.ts';

/**
 * How long a URL can be used: long enough to watch a video in ranges. The explorer requests a new one when it ends.
 */
export const DOWNLOAD_SECONDS = 900;

const NO_DOWNLOADS = refused('no-such-route', 'path: this deployment gives no download URLs for this bucket');

export async function download(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const request = parseRequestBody(routed.event, downloadBody);
  if (request.outcome === 'refused') return request;
  const { key } = request.value;
  const bucket = findBucket(deps.buckets, routed.bucket);
  if (bucket.outcome === 'refused') return bucket;
  if (!deps.signDownload || !bucket.value.downloads) return NO_DOWNLOADS;
  const outside = confine(bucket.value, 'key', key);
  if (outside) return outside;

  const { url, expiresAt } = await deps.signDownload({
    bucket: bucket.value.name,
    key,
    seconds: DOWNLOAD_SECONDS,
  });
  const answer: DownloadAnswer = { url, expiresAt: wireTime(expiresAt) };
  return reported(JSON.stringify(answer));
}
