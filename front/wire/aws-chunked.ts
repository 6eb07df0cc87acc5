/**
 * The body coding `aws-chunked` (SigV4 streaming): `size[;extensions]CRLF data CRLF`, a chunk of size 0, then
 * trailers such as `x-amz-checksum-crc32:...`. Its signatures are not checked.
 */
import { S3Error } from './s3-error.ts';

export type ChunkedOutcome =
  | { outcome: 'decoded'; content: Buffer; trailers: Map<string, string> }
  | { outcome: 'malformed'; reason: string };

const CRLF = Buffer.from('\r\n');
const MAX_CHUNK_LINE_BYTES = 1024;
const MAX_TRAILER_BYTES = 16 * 1024;
const CHUNK_LINE = /^([0-9a-fA-F]{1,8})(?:;.*)?$/;
const TRAILER_LINE = /^([A-Za-z0-9-]+)\s*:\s*(.*)$/;

/** Removes the coding while bytes arrive. @throws S3Error IncompleteBody when the bytes do not have this coding. */
export class AwsChunkedReader {
  #state: 'size' | 'data' | 'data-end' | 'trailers' = 'size';
  /** Bytes that cannot be parsed yet, because their line is incomplete. */
  #pending: Buffer = Buffer.alloc(0);
  #left = 0;

  /** The content in these bytes, in pieces. */
  push(bytes: Buffer): Buffer[] {
    const content: Buffer[] = [];
    let rest = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    for (let before = -1; rest.length !== before; ) {
      before = rest.length;
      rest = this.#step(rest, content);
    }
    this.#pending = rest;
    return content;
  }

  /** Must be called at the end of the body. Returns the trailers by lower-case name. */
  end(): Map<string, string> {
    if (this.#state !== 'trailers') throw malformed('the body ends inside a chunk');
    const trailers = new Map<string, string>();
    // Clients end the lines of trailers with CRLF, some with a line feed before it.
    for (const line of this.#pending.toString('latin1').split(/\r?\n/)) {
      if (line === '') continue;
      const [, name, value] = TRAILER_LINE.exec(line) ?? [];
      if (name === undefined || value === undefined) throw malformed('not a trailer');
      trailers.set(name.toLowerCase(), value.trim());
    }
    return trailers;
  }

  /** Parses one step. Returns the remaining bytes. */
  #step(rest: Buffer, content: Buffer[]): Buffer {
    switch (this.#state) {
      case 'size':
        return this.#readSize(rest);
      case 'data': {
        const piece = rest.subarray(0, this.#left);
        if (piece.length > 0) content.push(piece);
        this.#left -= piece.length;
        if (this.#left === 0) this.#state = 'data-end';
        return rest.subarray(piece.length);
      }
      case 'data-end':
        if (rest.length < CRLF.length) return rest;
        if (!rest.subarray(0, CRLF.length).equals(CRLF))
          throw malformed('a chunk is not as long as its size says');
        this.#state = 'size';
        return rest.subarray(CRLF.length);
      case 'trailers':
        if (rest.length > MAX_TRAILER_BYTES) throw malformed('the trailers are too long');
        return rest;
    }
  }

  #readSize(rest: Buffer): Buffer {
    const lineEnd = rest.indexOf(CRLF);
    if (lineEnd < 0 ? rest.length > MAX_CHUNK_LINE_BYTES : lineEnd > MAX_CHUNK_LINE_BYTES) {
      throw malformed('a chunk size is missing');
    }
    if (lineEnd < 0) return rest;
    const size = CHUNK_LINE.exec(rest.toString('latin1', 0, lineEnd))?.[1];
    if (size === undefined) throw malformed('not a chunk size');
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'data';
    return rest.subarray(lineEnd + CRLF.length);
  }
}

/** Decodes a complete body. */
export function decodeAwsChunked(body: Buffer): ChunkedOutcome {
  const reader = new AwsChunkedReader();
  try {
    const content = Buffer.concat(reader.push(body));
    return { outcome: 'decoded', content, trailers: reader.end() };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return { outcome: 'malformed', reason: error.message };
  }
}

function malformed(message: string): S3Error {
  return new S3Error('IncompleteBody', { message });
}
