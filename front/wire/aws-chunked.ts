/**
 * The body coding `aws-chunked` (SigV4 streaming): `size[;extensions]CRLF data CRLF`, a chunk of size 0, then trailers
 * such as `x-amz-checksum-crc32:...`. Signatures in it are ignored, as all signatures are here.
 */
export type ChunkedOutcome =
  | { outcome: 'decoded'; content: Buffer; trailers: Map<string, string> }
  | { outcome: 'malformed'; reason: string };

const CRLF = Buffer.from('\r\n');
const MAX_CHUNK_LINE_BYTES = 1024;
const CHUNK_LINE = /^([0-9a-fA-F]{1,8})(?:;.*)?$/;
const TRAILER_LINE = /^([A-Za-z0-9-]+)\s*:\s*(.*)$/;

export function decodeAwsChunked(body: Buffer): ChunkedOutcome {
  const contents: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf(CRLF, at);
    if (lineEnd < 0 || lineEnd - at > MAX_CHUNK_LINE_BYTES)
      return malformed('no chunk size where one was due');
    const size = CHUNK_LINE.exec(body.toString('latin1', at, lineEnd))?.[1];
    if (size === undefined) return malformed('not a chunk size');
    const start = lineEnd + CRLF.length;
    const end = start + Number.parseInt(size, 16);
    if (end === start) return decodeTrailers(Buffer.concat(contents), body.toString('latin1', start));
    if (body.indexOf(CRLF, end) !== end) return malformed('a chunk is not as long as its size says');
    contents.push(body.subarray(start, end));
    at = end + CRLF.length;
  }
}

function decodeTrailers(content: Buffer, tail: string): ChunkedOutcome {
  const trailers = new Map<string, string>();
  // Clients end trailer lines with CRLF, and some with a bare line feed before it.
  for (const line of tail.split(/\r?\n/)) {
    if (line === '') continue;
    const [, name, value] = TRAILER_LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) return malformed('not a trailer');
    trailers.set(name.toLowerCase(), value.trim());
  }
  return { outcome: 'decoded', content, trailers };
}

function malformed(reason: string): ChunkedOutcome {
  return { outcome: 'malformed', reason };
}
