/**
 * Sends a request to the Region of its bucket. If S3 answers with a redirect to another Region, it is followed here,
 * because it needs another signature.
 */
import type { IncomingMessage } from 'node:http';
import { UNSIGNED_PAYLOAD } from './body.ts';
import type { Regions } from './regions.ts';
import type { Upstream, UpstreamRequest } from './upstream.ts';

export interface WhereParts {
  upstream: Upstream;
  regions: Regions;
  /** Each Region has its own address, so a bucket's Region must be known before a body is sent. */
  isRegional: boolean;
}

export async function sendWhereItIs(
  { upstream, regions, isRegional }: WhereParts,
  request: UpstreamRequest,
): Promise<IncomingMessage> {
  const { bucket, body, signal } = request;
  if (bucket === undefined) return upstream.send(request, regions.of(bucket));
  const isUnknown = () => isRegional && !regions.isKnown(bucket);
  if (body !== undefined && isUnknown()) await findRegion(upstream, regions, { bucket, signal });
  const region = regions.of(bucket);
  const answer = await upstream.send(request, region);
  regions.learn(bucket, answer.headers['x-amz-bucket-region']);
  if (!isMisplaced(answer) || body !== undefined) return answer;
  // Not every such response contains the Region, but the response to a HEAD of the bucket does.
  if (isUnknown()) await findRegion(upstream, regions, { bucket, signal });
  if (regions.of(bucket) === region) return answer;
  answer.resume();
  return upstream.send(request, regions.of(bucket));
}

/** S3 answers with one of these statuses if the request was sent to a Region other than the bucket's. */
function isMisplaced({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode === 301 || statusCode === 307 || statusCode === 400;
}

/** A body can be sent only once, so the bucket's Region must be found first, once for each bucket. */
async function findRegion(
  upstream: Upstream,
  regions: Regions,
  { bucket, signal }: { bucket: string; signal: AbortSignal },
): Promise<void> {
  const headers = { 'x-amz-content-sha256': UNSIGNED_PAYLOAD };
  const question = { method: 'HEAD', bucket, query: new Map<string, string>(), headers, signal };
  const answer = await upstream.send(question, regions.of(bucket));
  answer.resume();
  regions.learn(bucket, answer.headers['x-amz-bucket-region']);
}
