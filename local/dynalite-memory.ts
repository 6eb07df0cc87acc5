/** Two fixes of dynalite 4's store in memory, which otherwise keeps far more memory than its items need. */
import { createRequire } from 'node:module';

interface StoredPair {
  key: Buffer;
  value?: Buffer;
}

interface MemoryStore {
  _put(key: Buffer, value: Buffer, options: unknown): Promise<void>;
  _batch(operations: StoredPair[], options: unknown): Promise<void>;
}

// CommonJS packages without types, as dynalite itself finds them.
const require = createRequire(createRequire(import.meta.url).resolve('dynalite'));

let isFixed = false;

export function fixDynaliteMemory(): void {
  if (isFixed) return;
  isFixed = true;
  closeAbandonedIterators();
  storeCopies();
}

/**
 * dynalite ends the iterators of its queries with `return()`, which the iterators of its store do not have. Without
 * this fix, each query would keep an iterator with a buffer until the process ends.
 */
function closeAbandonedIterators(): void {
  const { AbstractKeyIterator, AbstractValueIterator } = require('abstract-level');
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    prototype.return ??= prototype.close;
  }
}

/**
 * Keys and values are small parts of the 64 KB that Node allocates for many small buffers. A stored part keeps all of
 * them: up to 128 KB for each item. So copies are stored.
 */
function storeCopies(): void {
  const { prototype }: { prototype: MemoryStore } = require('memory-level').MemoryLevel;
  const { _put: put, _batch: batch } = prototype;
  prototype._put = function (key, value, options) {
    return put.call(this, copyOf(key), copyOf(value), options);
  };
  prototype._batch = function (operations, options) {
    const copies = operations.map((it) => ({
      ...it,
      key: copyOf(it.key),
      value: it.value && copyOf(it.value),
    }));
    return batch.call(this, copies, options);
  };
}

/** With memory of its own. */
function copyOf({ buffer, byteOffset, byteLength }: Buffer): Buffer {
  return Buffer.from(buffer.slice(byteOffset, byteOffset + byteLength));
}
