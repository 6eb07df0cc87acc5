/** A request that S3 answers: sent on with the caller's credentials, its answer sent back as it is. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HOP_BY_HOP } from './hop-by-hop.ts';
import { type ClientRequest, type OutgoingParts, outgoingRequest } from './outgoing-request.ts';
import { sendWhereItIs } from './send-where-it-is.ts';

export type PassOnParts = OutgoingParts;

export interface Passing extends ClientRequest {
  response: ServerResponse;
  /** Further headers of the answer. */
  headers: Record<string, string>;
  /** Before the answer ends: S3 took it, or may have taken it. */
  settled: () => Promise<void>;
  /** The head of S3's answer is here. */
  answered: (answer: IncomingMessage) => void;
}

/** Its answer has no body that says how a write ended. */
const READS = new Set(['GET', 'HEAD']);
/** S3 may send white space for minutes before it says how a copy or a completed upload ended. */
const MAY_END_LATE = 200;

/** Rejects with what broke the connection to S3, before anything of an answer was sent. */
export async function passOn(parts: PassOnParts, passing: Passing): Promise<void> {
  const abort = new AbortController();
  const { response } = passing;
  response.once('close', () => {
    if (!response.writableFinished) abort.abort(new Error('the client is gone'));
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
  // A refusal changed nothing; whatever else S3 says may have.
  const mayHaveWritten = status < 300 || status >= 500;
  const endsLate =
    mayHaveWritten && status === MAY_END_LATE && answer.headers['content-length'] === undefined;
  const whole = mayHaveWritten && !endsLate && !READS.has(request.method);
  // Also where the answer breaks off: S3 may have done what was asked.
  const content = whole ? await readWhole(answer).finally(settled) : undefined;
  response.writeHead(status, answer.statusMessage, answerHeaders(answer, headers));
  if (content !== undefined || request.method === 'HEAD') {
    answer.resume();
    response.end(content);
    return;
  }
  response.flushHeaders();
  garbage.watch(answer);
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
