/** A request that S3 answers: sent on with the caller's credentials, its answer sent back as it is. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { decodeToken } from '../wire/continuation-token.ts';
import { header, type S3Request } from '../wire/request.ts';
import { bodyStream, outgoingBody } from './body.ts';
import { isPresigned, withoutPresignature } from './presigned.ts';
import type { Regions } from './regions.ts';
import type { Upstream, UpstreamRequest } from './upstream.ts';

export interface PassOnParts {
  upstream: Upstream;
  regions: Regions;
  /** Each Region has a place of its own, so a bucket's is to be known before a body is sent. */
  isRegional: boolean;
}

export interface Passing {
  request: S3Request;
  response: ServerResponse;
  /** A body that was read already. */
  body?: Buffer;
  expectsContinue: boolean;
  /** Further headers of the answer. */
  headers: Record<string, string>;
  /** Before the answer ends: S3 took it, or may have taken it. */
  settled: () => Promise<void>;
  /** The head of S3's answer is here. */
  answered: (answer: IncomingMessage) => void;
}

/** Of one connection, not of the message. `expect` is answered here, or sent on by the body's own rule. */
const HOP_BY_HOP = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'host'],
]);
/** Of the client's signature. */
const OF_THE_SIGNATURE = new Set([
  'authorization',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'date',
]);
const NO_BODY = new Set(['GET', 'HEAD']);
/** S3 may send white space for minutes before it says how a copy or a completed upload ended. */
const MAY_END_LATE = 200;

/** Rejects with what broke the connection to S3, before anything of an answer was sent. */
export async function passOn(parts: PassOnParts, passing: Passing): Promise<void> {
  const abort = new AbortController();
  const { response } = passing;
  response.once('close', () => {
    if (!response.writableFinished) abort.abort(new Error('the client is gone'));
  });
  const outgoing = outgoingRequest(passing, abort.signal);
  let answer: IncomingMessage;
  try {
    answer = await sendWhereItIs(parts, outgoing);
  } catch (error) {
    await passing.settled();
    throw error;
  }
  passing.answered(answer);
  await sendBack(passing, answer);
}

async function sendWhereItIs({ upstream, regions, isRegional }: PassOnParts, request: UpstreamRequest) {
  const { bucket } = request;
  if (isRegional && bucket !== undefined && request.body !== undefined && !regions.isKnown(bucket)) {
    await findRegion(upstream, regions, bucket, request.signal);
  }
  const answer = await upstream.send(request, regions.of(bucket));
  const isElsewhere = regions.learn(bucket, answer.headers['x-amz-bucket-region']);
  if (!isElsewhere || !isMisplaced(answer) || request.body !== undefined) return answer;
  answer.resume();
  return upstream.send(request, regions.of(bucket));
}

/** The answers of S3 in another Region than the bucket's. */
function isMisplaced({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode === 301 || statusCode === 307 || statusCode === 400;
}

/** A body can be sent once; so where to is asked first, once a bucket. */
async function findRegion(
  upstream: Upstream,
  regions: Regions,
  bucket: string,
  signal: AbortSignal,
): Promise<void> {
  const question = { method: 'HEAD', bucket, query: new Map<string, string>(), headers: {}, signal };
  const answer = await upstream.send(question, regions.of(bucket));
  answer.resume();
  regions.learn(bucket, answer.headers['x-amz-bucket-region']);
}

function outgoingRequest({ request, body, expectsContinue }: Passing, signal: AbortSignal): UpstreamRequest {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    if (!HOP_BY_HOP.has(name) && !OF_THE_SIGNATURE.has(name)) headers[name] = header(request, name) ?? '';
  }
  const going = outgoingBody(request);
  headers['x-amz-content-sha256'] = going.contentSha256;
  for (const [name, value] of Object.entries(going.headers)) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  const { method, bucket, key } = request;
  return {
    method,
    ...(bucket !== undefined && { bucket }),
    ...(key !== undefined && { key }),
    query: isPresigned(request.query) ? withoutPresignature(request.query) : withoutOwnToken(request.query),
    headers,
    ...(hasBody(request) && {
      body: {
        open: () => (body ? [Readable.from([body])] : bodyStream(request.message, going)),
        expectsContinue,
      },
    }),
    signal,
  };
}

function hasBody(request: S3Request): boolean {
  if (NO_BODY.has(request.method)) return false;
  const length = header(request, 'content-length');
  return (length !== undefined && length !== '0') || header(request, 'transfer-encoding') !== undefined;
}

/** S3 knows no token of ours: it is the position that S3 can go on after. */
function withoutOwnToken(query: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const token = query.get('continuation-token');
  const after = token === undefined ? undefined : decodeToken(token);
  if (after === undefined) return query;
  const changed = new Map(query);
  changed.delete('continuation-token');
  return changed.set('start-after', after);
}

async function sendBack(passing: Passing, answer: IncomingMessage): Promise<void> {
  const { request, response, headers, settled } = passing;
  const status = answer.statusCode ?? 502;
  // A refusal changed nothing; whatever else S3 says may have.
  const mayHaveWritten = status < 300 || status >= 500;
  const endsLate =
    mayHaveWritten && status === MAY_END_LATE && answer.headers['content-length'] === undefined;
  const whole = mayHaveWritten && !endsLate && !NO_BODY.has(request.method);
  // Also where the answer breaks off: S3 may have done what was asked.
  const content = whole ? await readWhole(answer).finally(settled) : undefined;
  response.writeHead(status, answer.statusMessage, answerHeaders(answer, headers));
  if (content !== undefined || request.method === 'HEAD') {
    answer.resume();
    response.end(content);
    return;
  }
  response.flushHeaders();
  try {
    await pipeline([answer, ...(endsLate ? [holdEnd(settled)] : []), response]);
  } catch {
    // S3 broke off, or the client went away: the client's answer breaks off too.
    response.destroy();
    if (endsLate) await settled();
  }
}

/** The answer to a write is short. Cut short itself, it breaks off as it came. */
async function readWhole(answer: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await answer.toArray());
}

function answerHeaders(answer: IncomingMessage, more: Record<string, string>): string[] {
  const flat: string[] = [];
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) {
    const name = answer.rawHeaders[i]!;
    if (!HOP_BY_HOP.has(name.toLowerCase())) flat.push(name, answer.rawHeaders[i + 1]!);
  }
  for (const [name, value] of Object.entries(more)) flat.push(name, value);
  return flat;
}

/** Passes everything on, and ends when `settled` has. */
function holdEnd(settled: () => Promise<void>): Transform {
  return new Transform({
    transform: (bytes, _encoding, done) => done(null, bytes),
    flush: (done) => {
      settled().then(() => done(), done);
    },
  });
}
