/** Two fixes of the in-memory store of dynalite 4, which otherwise needs far more memory than its items. */
import { createRequire } from 'node:module';

interface StoredPair {
  key: Buffer;
  value?: Buffer;
}

interface MemoryStore {
  _put(key: Buffer, value: Buffer, options: unknown): Promise<void>;
  _batch(operations: StoredPair[], options: unknown): Promise<void>;
}

// CommonJS packages without types. They are resolved from dynalite, so that its own copies are changed.
const require = createRequire(createRequire(import.meta.url).resolve('dynalite'));

let isFixed = false;

export function fixDynaliteMemory(): void {
  if (isFixed) return;
  isFixed = true;
  closeAbandonedIterators();
  storeCopies();
}

/**
 * dynalite ends its queries' iterators with `return()`, which the iterators of its store do not have. Without this
 * fix, each query would keep an iterator with a buffer in memory until the process ends.
 */
function closeAbandonedIterators(): void {
  const { AbstractKeyIterator, AbstractValueIterator } = require('abstract-level');
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    prototype.return ??= prototype.close;
  }
}

/**
 * Stores copies of keys and values. Node allocates small buffers as parts of 64 KB blocks, and a stored part keeps
 * its whole block in memory: up to 128 KB for each item.
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

/** A copy with a memory block of its own. */
function copyOf({ buffer, byteOffset, byteLength }: Buffer): Buffer {
  return Buffer.from(buffer.slice(byteOffset, byteOffset + byteLength));
}
