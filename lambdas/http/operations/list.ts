/** GET /v1/buckets/{bucket}/entries */
import type { ListAnswer } from '../../../contract/answers.ts';
import { listQuery } from '../../../contract/schema.ts';
import { nameAfterKey, placeOfKey } from '../../core/model/names.ts';
import type { ListPage } from '../../core/questions/list.ts';
import { fitsInAnswer } from '../answer-size.ts';
import type { Call, HttpDeps } from '../call.ts';
import { formatCursor, parseCursor } from '../cursor.ts';
import { encodeEntry } from '../encode-entry.ts';
import { answered, type Outcome, refused } from '../outcome.ts';
import { formatQuery } from '../query.ts';
import { readQuery } from '../read.ts';
import { confine, findBucket } from '../served.ts';
import { type PlainCost, tally } from '../tally.ts';

const TWO_STARTS = refused('invalid-request', 'startAfter: stands instead of a cursor, not beside one');

export async function list(call: Call, deps: HttpDeps): Promise<Outcome> {
  const request = readQuery(call.event, listQuery);
  if (request.outcome === 'refused') return request;
  const { prefix, limit, cursor, startAfter } = request.value;
  const scope = { bucket: call.bucket, prefix };
  if (cursor !== undefined && startAfter !== undefined) return TWO_STARTS;
  const after = cursor === undefined ? undefined : parseCursor(scope, cursor);
  if (after?.outcome === 'refused') return after;
  const bucket = findBucket(deps.buckets, call.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confine(bucket.value, 'prefix', prefix);
  if (outside) return outside;

  const { prefix: directory, name: filter } = placeOfKey(prefix);
  const answer = await deps.reader.list({
    bucket: bucket.value,
    directory,
    filter,
    after: after?.value ?? nameAfterKey(directory, startAfter),
    limit,
    freshness: call.freshness,
  });
  tally(deps.telemetry, answer, costOf);
  if (answer.outcome === 'failed') return answer;

  const page = encodePage(scope, directory, answer.value);
  const next = page.nextCursor && formatQuery({ prefix, limit: String(limit), cursor: page.nextCursor });
  return answered(page.body, answer.provenance, next && `${call.event.rawPath}?${next}`);
}

/** Keys may be 1,024 control characters, each six bytes of JSON, twice over: then the page is cut, and goes on by its cursor. */
function encodePage(scope: { bucket: string; prefix: string }, directory: string, page: ListPage) {
  let { entries, next } = page;
  for (;;) {
    const nextCursor = next === undefined ? undefined : formatCursor(scope, next);
    const answer: ListAnswer = {
      ...scope,
      entries: entries.map((it) => encodeEntry(directory, it)),
      nextCursor,
    };
    const body = JSON.stringify(answer);
    if (fitsInAnswer(body) || entries.length <= 1) return { body, nextCursor };
    entries = entries.slice(0, Math.ceil(entries.length / 2));
    next = entries.at(-1)?.name;
  }
}

/** One LIST a page, whatever its size: a caller that wants seven entries also pays for one. */
function costOf(page: ListPage): PlainCost {
  let objects = 0;
  for (const entry of page.entries) if (entry.type === 'object') objects++;
  return { lists: 1, heads: 0, objects };
}
