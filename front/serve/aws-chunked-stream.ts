/**
 * The body coding `aws-chunked` as streams. It is removed, or written again without the signatures of the chunks,
 * which were made with the client's credentials and are not valid for S3. Trailers (checksums) are kept.
 */
import { Transform, type TransformCallback } from 'node:stream';
import { AwsChunkedReader } from '../wire/aws-chunked.ts';
import { S3Error } from '../wire/s3-error.ts';

/** Size of the chunks when written again. The last one is shorter. */
export const CHUNK_BYTES = 64 * 1024;
const CRLF = '\r\n';

/** The number of characters in each trailer's value, by its name. */
export type TrailerLengths = ReadonlyMap<string, number>;

/** Returns only the content. Fails if its length is not `contentBytes`. */
export function decodeStream(contentBytes: number): Transform {
  return new ChunkedTransform(contentBytes, new PlainWriter());
}

/** Writes the content in chunks of fixed size, followed by the trailers. So its length is known before it is sent. */
export function reencodeStream(contentBytes: number, trailers: TrailerLengths): Transform {
  return new ChunkedTransform(contentBytes, new UnsignedWriter(trailers));
}

/** The number of bytes that reencodeStream writes. */
export function reencodedLength(contentBytes: number, trailers: TrailerLengths): number {
  let trailerBytes = 0;
  for (const [name, characters] of trailers) trailerBytes += `${name}:${CRLF}`.length + characters;
  const whole = Math.floor(contentBytes / CHUNK_BYTES);
  const rest = contentBytes % CHUNK_BYTES;
  const framed = (size: number) => size.toString(16).length + CRLF.length + size + CRLF.length;
  return (
    whole * framed(CHUNK_BYTES) +
    (rest > 0 ? framed(rest) : 0) +
    `0${CRLF}`.length +
    trailerBytes +
    CRLF.length
  );
}

interface Writer {
  content(bytes: Buffer): Buffer[];
  end(trailers: ReadonlyMap<string, string>): Buffer[];
}

class PlainWriter implements Writer {
  content(bytes: Buffer): Buffer[] {
    return [bytes];
  }

  end(): Buffer[] {
    return [];
  }
}

class UnsignedWriter implements Writer {
  readonly #trailers: TrailerLengths;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(trailers: TrailerLengths) {
    this.#trailers = trailers;
  }

  content(bytes: Buffer): Buffer[] {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes < CHUNK_BYTES) return [];
    const all = Buffer.concat(this.#held);
    const whole = all.length - (all.length % CHUNK_BYTES);
    this.#held = [all.subarray(whole)];
    this.#heldBytes = all.length - whole;
    const chunks: Buffer[] = [];
    for (let at = 0; at < whole; at += CHUNK_BYTES)
      chunks.push(...framed(all.subarray(at, at + CHUNK_BYTES)));
    return chunks;
  }

  end(trailers: ReadonlyMap<string, string>): Buffer[] {
    const rest = Buffer.concat(this.#held);
    const lines = [...this.#trailers].map(([name, characters]) => {
      const value = trailers.get(name);
      if (value?.length !== characters) throw new S3Error('MalformedTrailerError');
      return `${name}:${value}${CRLF}`;
    });
    return [
      ...(rest.length > 0 ? framed(rest) : []),
      Buffer.from(`0${CRLF}${lines.join('')}${CRLF}`, 'latin1'),
    ];
  }
}

function framed(content: Buffer): Buffer[] {
  return [Buffer.from(content.length.toString(16) + CRLF), content, Buffer.from(CRLF)];
}

class ChunkedTransform extends Transform {
  readonly #reader = new AwsChunkedReader();
  readonly #writer: Writer;
  /** Bytes of the content that are still to come. */
  #left: number;

  constructor(contentBytes: number, writer: Writer) {
    super();
    this.#left = contentBytes;
    this.#writer = writer;
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#step(done, () => {
      for (const content of this.#reader.push(bytes)) {
        this.#left -= content.length;
        // Bytes beyond the Content-Length would be read as the next request.
        if (this.#left < 0) throw new S3Error('IncompleteBody');
        this.#write(this.#writer.content(content));
      }
    });
  }

  override _flush(done: TransformCallback): void {
    this.#step(done, () => {
      const trailers = this.#reader.end();
      if (this.#left !== 0) throw new S3Error('IncompleteBody');
      this.#write(this.#writer.end(trailers));
    });
  }

  #write(parts: readonly Buffer[]): void {
    for (const part of parts) this.push(part);
  }

  #step(done: TransformCallback, run: () => void): void {
    try {
      run();
    } catch (error) {
      done(error instanceof S3Error ? error : new S3Error('InternalError'));
      return;
    }
    done();
  }
}
