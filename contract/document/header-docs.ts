/** The headers of requests and answers, for the OpenAPI document. */
import * as z from 'zod/mini';

/** A header of requests. `id` is its name in the document's components. */
const asked = (id: string, description: string, example: string) =>
  z
    .optional(z.string())
    .check(z.meta({ description, examples: [example], param: { id } } as z.core.GlobalMeta));

/** A header of answers. `id` is its name in the document's components. */
const header = (id: string, description: string, example: string) =>
  z
    .optional(z.string())
    .check(z.meta({ description, examples: [example], header: { id } } as z.core.GlobalMeta));

const cacheControl = asked(
  'CacheControl',
  'RFC 9111. `no-cache`: ask S3 now, and store the answer. `max-age=N`: use nothing older than N seconds. `only-if-cached`: answer 504 instead of asking S3. `no-store`: do not store what is read from S3. Other directives are ignored.',
  'max-age=60',
);
const acceptEncoding = asked('AcceptEncoding', 'Supported: `zstd`, `br` and `gzip`.', 'zstd, br, gzip');

/** Request headers of a GET for an answer about S3. */
export const QUESTION_HEADERS = z.object({
  'Cache-Control': cacheControl,
  'If-None-Match': asked(
    'IfNoneMatch',

    'ETags of stored answers. The response is 304 if one of them is still current.',
    'W/"2r0gOJ8aSDyNV0eYTJxW5w"',
  ),
  'Accept-Encoding': acceptEncoding,
});

/** Request headers of a POST for an answer about S3. */
export const POSTED_QUESTION_HEADERS = z.object({
  'Cache-Control': cacheControl,
  'Accept-Encoding': acceptEncoding,
});

const SERVICE = {
  'Server-Timing': header(
    'ServerTiming',
    'Milliseconds spent: in S3, in DynamoDB, in total.',
    's3;dur=0, dynamodb;dur=6.2, total;dur=8',
  ),
  'X-Request-Id': header('XRequestId', "The request's ID in the service's log.", 'JKJaXmPLvHcESHA='),
  Vary: header('Vary', 'Always `Accept-Encoding`.', 'Accept-Encoding'),
};

const cacheStatus = header(
  'CacheStatus',
  'RFC 9211. `hit`: no S3 call was made; `ttl`: seconds for which the answer may still be used. `fwd`: why S3 was asked (`miss`, `stale`, `partial`, `request`, `bypass`); `stored`: what was read from S3 is now in the index. `detail`: more about the cause, for example `stale-if-error` (S3 failed, and expired data was used) or `index-unavailable`.',
  's3dex; hit; ttl=3588',
);

/** Response headers of an answer about the service itself. */
export const REPORT_HEADERS = z.object({
  'Cache-Control': header('NotKept', 'The answer must not be stored.', 'no-store'),
  ...SERVICE,
});

/** Response headers of a 202 answer: the work has begun. */
export const ACCEPTED_HEADERS = z.extend(REPORT_HEADERS, {
  Location: header(
    'Location',
    'The address of the fill, which shows its progress.',
    '/v1/buckets/demo/fills/x2K9mQ4r1Zs',
  ),
});

const answerHeaders = {
  Age: header('Age', 'Whole seconds since S3 was asked, for the oldest part of the answer.', '12'),
  'Cache-Status': cacheStatus,
  'Cache-Control': header(
    'KeepAndAsk',
    'The caller may store the answer, but must revalidate it each time.',
    'private, max-age=0, must-revalidate',
  ),
  ETag: header(
    'ETag',
    'Weak, computed from the content: the same answer has the same tag on every instance.',
    'W/"2r0gOJ8aSDyNV0eYTJxW5w"',
  ),
  ...SERVICE,
};

/** Response headers of an answer about S3. */
export const ANSWER_HEADERS = z.object(answerHeaders);

export const NOTHING_THERE_HEADERS = z.omit(ANSWER_HEADERS, { ETag: true });

export const PAGE_HEADERS = z.object({
  ...answerHeaders,
  Link: header(
    'Link',
    'RFC 8288: the next page, if there is one.',
    '</v1/buckets/demo/entries?prefix=photos%2F&limit=100&cursor=AbCd>; rel="next"',
  ),
});

export const DOCUMENT_HEADERS = z.object({
  'Cache-Control': answerHeaders['Cache-Control'],
  ETag: answerHeaders.ETag,
  ...SERVICE,
});

/** Response headers of a question that S3 or the index could not answer. */
export const FAILURE_HEADERS = z.extend(REPORT_HEADERS, { 'Cache-Status': cacheStatus });

export const UNAVAILABLE_HEADERS = z.extend(FAILURE_HEADERS, {
  'Retry-After': header('RetryAfter', 'Seconds.', '2'),
});
