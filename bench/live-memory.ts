/**
 * Loaded into `npm start` by bench/crowd.ts (`--import`, with `--expose-gc`). Answers each message with the memory in
 * use after a garbage collection. The process's resident memory also contains garbage, and freed memory that was not
 * returned to the system.
 */
export interface LiveMemory {
  heapBytes: number;
  /** Buffers, outside of V8's heap. */
  bufferBytes: number;
}

process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed: heapBytes, external: bufferBytes } = process.memoryUsage();
  process.send?.({ heapBytes, bufferBytes } satisfies LiveMemory);
});
process.channel?.unref();
