/**
 * Reuses memory for large bodies from S3. Node's HTTP parser copies every piece of a body to new memory. Reading a
 * body of one gigabyte into the same few buffers, without the parser, took half of the processor time and left no
 * garbage.
 */
import { Agent, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';

/** A connection's first buffer, for heads and small bodies. */
const FIRST_BYTES = 64 * 1024;
/** A connection's buffers for a large body. Larger ones took only slightly less time. */
const LARGE_BYTES = 256 * 1024;
/** Unused buffers are kept up to this number. A large body takes two at a time. */
const MAX_UNUSED = 32;

/**
 * Receives the bytes of one read, and must call `release` when it no longer needs them. Returns false to stop reading
 * until the connection is resumed.
 */
export type Take = (bytes: Buffer, release: () => void) => boolean;

/** Buffers that no connection uses now. */
class UnusedBuffers {
  readonly #buffers: Buffer[] = [];

  take(): Buffer {
    return this.#buffers.pop() ?? Buffer.allocUnsafeSlow(LARGE_BYTES);
  }

  give(buffer: Buffer): void {
    if (buffer.length === LARGE_BYTES && this.#buffers.length < MAX_UNUSED) this.#buffers.push(buffer);
  }
}

/** How one connection is read. */
class Reading {
  readonly #unused: UnusedBuffers;
  #current: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #isTaken = false;
  #take: Take | undefined;

  constructor(unused: UnusedBuffers) {
    this.#unused = unused;
  }

  /** Node's `onread` option. `push` is the connection's own method, which leads to the parser. */
  onread(push: (bytes: Buffer) => boolean): object {
    return {
      // Called before each read.
      buffer: () => {
        if (this.#isTaken) this.#current = this.#unused.take();
        this.#isTaken = false;
        return this.#current;
      },
      callback: (length: number) => {
        const buffer = this.#current;
        const bytes = buffer.subarray(0, length);
        if (this.#take === undefined) return push(Buffer.from(bytes));
        this.#isTaken = true;
        return this.#take(bytes, () => this.#unused.give(buffer));
      },
    };
  }

  /** Called when the connection is closed. Releases the buffer that was waiting for the next read. */
  end(): void {
    if (!this.#isTaken) this.#unused.give(this.#current);
    this.#isTaken = true;
  }

  passTo(take: Take): void {
    this.#take = take;
  }
}

/** Connections whose bytes can be taken before they reach the parser. */
export class DirectAgent extends Agent {
  readonly #unused = new UnusedBuffers();

  override createConnection(options: ClientRequestArgs): Duplex {
    const reading = new Reading(this.#unused);
    // Node passes these options to net.connect, although their type says otherwise.
    const onread = reading.onread((bytes) => connection.push(bytes));
    const connection = super.createConnection({ ...options, onread } as ClientRequestArgs) as Duplex;
    READINGS.set(connection, reading);
    connection.once('close', () => reading.end());
    return connection;
  }
}

const READINGS = new WeakMap<Duplex, Reading>();

/**
 * From now on, `take` receives everything that is read from the connection, and the parser receives nothing. So the
 * connection cannot be used for another request. Returns false if the connection does not belong to a DirectAgent.
 */
export function takeReads(connection: Duplex, take: Take): boolean {
  const reading = READINGS.get(connection);
  reading?.passTo(take);
  return reading !== undefined;
}
