/** Passes the body of S3's response on to the client. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished, pipeline } from 'node:stream/promises';
import { takeReads } from './direct-agent.ts';
import type { YoungGarbage } from './young-garbage.ts';

/**
 * For bodies of at least this length, the direct path saves more than it costs. It costs a connection that cannot be
 * reused.
 */
const LARGE_BODY_BYTES = 1024 * 1024;
/** Responses with other statuses may have a Content-Length but no body. */
const WITH_BODY = new Set([200, 206]);

/**
 * Must be called after the event `response`, not in it. By then the parser has finished the read that contained the
 * head, and the body holds the rest of that read. Ends the response at the end of the body. Rejects if either
 * connection breaks.
 */
export async function passBody(
  body: IncomingMessage,
  response: ServerResponse,
  garbage: YoungGarbage,
): Promise<void> {
  const length = Number(body.headers['content-length'] ?? 0);
  const left = length - body.readableLength;
  const isDirect =
    WITH_BODY.has(body.statusCode ?? 0) && left >= LARGE_BODY_BYTES && passDirectly(body, left, response);
  if (isDirect) return finished(response);
  garbage.watch(body);
  return pipeline(body, response);
}

/** Passes the bytes from connection to connection. Returns false if this connection does not allow that. */
function passDirectly(body: IncomingMessage, toCome: number, response: ServerResponse): boolean {
  const { socket } = body;
  let left = toCome;
  const isTaken = takeReads(socket, (bytes, release) => {
    const piece = bytes.subarray(0, left);
    left -= piece.length;
    const goesOn = response.write(piece, release);
    if (left > 0) return goesOn;
    response.end();
    socket.destroy();
    return false;
  });
  if (!isTaken) return false;
  // The parser never sees the end of the body, so it reports an error when the connection is closed.
  body.on('error', () => {});
  body.once('close', () => {
    if (left > 0) response.destroy();
  });
  response.on('drain', () => socket.resume());
  // The bytes of the body that the parser has already read.
  const first = body.read() as Buffer | null;
  if (first === null || response.write(first)) socket.resume();
  return true;
}
