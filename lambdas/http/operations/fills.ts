/** POST /v1/buckets/{bucket}/fills; GET and DELETE of one fill. */
import type { FillAnswer, FillStatusAnswer } from '../../../contract/answers/fill.ts';
import { emptyQuery, fillBody } from '../../../contract/schema.ts';
import type { FillJob, FillName } from '../../core/model/fill-job.ts';
import type { Failed } from '../../core/questions/answer.ts';
import type { Fills } from '../../core/questions/fill.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import {
  accepted,
  NOTHING_TO_SAY,
  type Outcome,
  type Parsed,
  parsed,
  type Refused,
  refused,
  reported,
} from '../outcome.ts';
import { parseRequestBody, parseRequestQuery } from '../parse-request.ts';
import { confine, findBucket } from '../served-buckets.ts';
import { wireTime, wireTimeIf } from '../wire-format.ts';

/** Accepts every ID that this service makes, and nothing longer than a key of the table may be. */
const FILL_ID = /^[A-Za-z0-9_-]{1,64}$/;

const NO_WORKERS = refused('no-such-route', 'path: this deployment has no workers for fills');
/** The same answer as for a fill of a prefix that the caller may not see. */
const NO_SUCH_FILL = refused('no-such-key', 'id: no fill has this ID');

export async function fill(routed: RoutedRequest, { fills, buckets }: HttpDeps): Promise<Outcome> {
  if (!fills) return NO_WORKERS;
  const request = parseRequestBody(routed.event, fillBody);
  if (request.outcome === 'refused') return request;
  const bucket = findBucket(buckets, routed.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confine(bucket.value, 'prefix', request.value.prefix);
  if (outside) return outside;

  const begun = await fills.begin({ bucket: bucket.value, ...request.value });
  if (begun.outcome === 'failed') return begun;
  const answer: FillAnswer = { id: begun.value.id };
  // The location begins like the path of this request, which may contain a stage or the base path of a domain.
  return accepted(JSON.stringify(answer), `${routed.event.rawPath}/${answer.id}`);
}

export async function fillStatus(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const found = await find(routed, deps);
  if (found.outcome !== 'parsed') return found;
  const { fills, job } = found.value;
  const seen = await fills.progress(job);
  if (seen.outcome === 'failed') return seen;
  const progress = seen.value;
  const answer: FillStatusAnswer = {
    id: job.id,
    prefix: job.prefix,
    state: progress.state,
    listed: progress.listed,
    pages: progress.pages,
    startedAt: wireTime(job.startedAt),
    finishedAt: wireTimeIf(progress.finishedAt),
  };
  return reported(JSON.stringify(answer));
}

export async function cancelFill(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const found = await find(routed, deps);
  if (found.outcome !== 'parsed') return found;
  const cancelled = await found.value.fills.cancel(found.value.job);
  return cancelled.outcome === 'failed' ? cancelled : NOTHING_TO_SAY;
}

/** Finds a fill that the caller may see. */
async function find(
  routed: RoutedRequest,
  { fills, buckets }: HttpDeps,
): Promise<Parsed<{ fills: Fills; job: FillJob }> | Refused | Failed> {
  if (!fills) return NO_WORKERS;
  const none = parseRequestQuery(routed.event, emptyQuery);
  if (none.outcome === 'refused') return none;
  const bucket = findBucket(buckets, routed.bucket);
  if (bucket.outcome === 'refused') return bucket;
  if (!FILL_ID.test(routed.id)) return NO_SUCH_FILL;
  const name: FillName = { bucket: bucket.value.name, id: routed.id };
  const found = await fills.find(name);
  if (found.outcome === 'failed') return found;
  const job = found.value;
  if (!job || confine(bucket.value, 'id', job.prefix)) return NO_SUCH_FILL;
  return parsed({ fills, job });
}
