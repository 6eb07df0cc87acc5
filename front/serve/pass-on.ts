/** Passes a request on to S3 with the caller's credentials, and returns S3's response unchanged. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HOP_BY_HOP } from './hop-by-hop.ts';
import { type ClientRequest, type OutgoingParts, outgoingRequest } from './outgoing-request.ts';
import { hasOwnToken, withOwnToken } from './own-token.ts';
import { passBody } from './pass-body.ts';
import { sendWhereItIs } from './send-where-it-is.ts';

export type PassOnParts = OutgoingParts;

export interface Passing extends ClientRequest {
  response: ServerResponse;
  /** Additional headers of the response. */
  headers: Record<string, string>;
  /** Called before the response ends, if S3 executed the request or may have executed it. */
  settled: () => Promise<void>;
  /** Called when the head of S3's response has arrived. */
  answered: (answer: IncomingMessage) => void;
}

/** For these methods, the body does not report the result of a write. */
const READS = new Set(['GET', 'HEAD']);
/** S3 may send white space for minutes before it reports the result of a copy or of a completed upload. */
const MAY_END_LATE = 200;

/** Rejects with the error of the connection to S3, if no part of a response was sent before. */
export async function passOn(parts: PassOnParts, passing: Passing): Promise<void> {
  const abort = new AbortController();
  const { response } = passing;
  response.once('close', () => {
    if (!response.writableFinished) abort.abort(new Error('the client closed the connection'));
  });
  let answer: IncomingMessage;
  try {
    answer = await sendWhereItIs(parts, await outgoingRequest(parts, passing, abort.signal));
  } catch (error) {
    await passing.settled();
    throw error;
  }
  passing.answered(answer);
  await sendBack(parts, passing, answer);
}

async function sendBack({ garbage }: PassOnParts, passing: Passing, answer: IncomingMessage): Promise<void> {
  const { request, response, headers, settled } = passing;
  const status = answer.statusCode ?? 502;
  // A 4xx changed nothing. After any other response, something may have been written.
  const mayHaveWritten = status < 300 || status >= 500;
  const endsLate =
    mayHaveWritten && status === MAY_END_LATE && answer.headers['content-length'] === undefined;
  const whole = mayHaveWritten && !endsLate && !READS.has(request.method);
  // `settled` is also called if the response breaks off, because S3 may have executed the request.
  const content = whole ? await readWhole(answer).finally(settled) : undefined;
  if (status === 200 && hasOwnToken(request)) return sendListing(passing, answer);
  response.writeHead(status, answer.statusMessage, answerHeaders(answer, headers));
  if (content !== undefined || request.method === 'HEAD') {
    answer.resume();
    response.end(content);
    return;
  }
  response.flushHeaders();
  try {
    await (endsLate ? pipeline(answer, holdEnd(settled), response) : passBody(answer, response, garbage));
  } catch {
    // S3's response broke off, or the client closed its connection. So the response to the client breaks off too.
    response.destroy();
    if (endsLate) await settled();
  }
}

/** Rejects when S3's response breaks off. */
async function sendListing({ request, response, headers }: Passing, answer: IncomingMessage): Promise<void> {
  const listing = withOwnToken((await readWhole(answer)).toString(), request.query);
  const length = String(Buffer.byteLength(listing));
  response.writeHead(200, answerHeaders(answer, { ...headers, 'Content-Length': length }));
  response.end(listing);
}

/** The response to a write is short. If it breaks off, this rejects. */
async function readWhole(answer: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await answer.toArray());
}

function answerHeaders(answer: IncomingMessage, more: Record<string, string>): string[] {
  const flat: string[] = [];
  const replaced = new Set(Object.keys(more).map((name) => name.toLowerCase()));
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) {
    const name = answer.rawHeaders[i]!;
    if (!HOP_BY_HOP.has(name.toLowerCase()) && !replaced.has(name.toLowerCase()))
      flat.push(name, answer.rawHeaders[i + 1]!);
  }
  for (const [name, value] of Object.entries(more)) flat.push(name, value);
  return flat;
}

/** Passes everything on, and ends only after `settled` has resolved. */
function holdEnd(settled: () => Promise<void>): Transform {
  return new Transform({
    transform: (bytes, _encoding, done) => done(null, bytes),
    flush: (done) => {
      settled().then(() => done(), done);
    },
  });
}
