import { chunkSeal, decodeChunkBody } from '../codec/chunk-codec.ts';
import type { Chunk } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import { type Scope, scopeId } from '../model/scope.ts';
import type { DecodedCache } from '../ports/decoded-cache.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** Approximate size of a decoded entry in memory. It limits the cache of decoded chunks. */
const DECODED_ENTRY_BYTES = 400;

/**
 * Like `decodeChunk`, but decodes the entries when they are first used. The seal is checked immediately. It covers
 * the content, so only a bug in this version can make a sealed body undecodable.
 */
export function decodeOnUse(...asked: Parameters<typeof decodeChunk>): (() => readonly Entry[]) | undefined {
  const [{ telemetry }, scope, chunk] = asked;
  if (chunkSeal(scope, chunk) === undefined) {
    telemetry.count('undecodable');
    return undefined;
  }
  let entries: readonly Entry[] | undefined;
  return () => {
    entries ??= decodeChunk(...asked);
    if (!entries) throw new Error('a chunk with an intact seal cannot be decoded');
    return entries;
  };
}

/**
 * Returns the chunk's entries, from memory if the same chunk was decoded before. If the body is invalid, counts it
 * and returns `undefined`.
 */
export function decodeChunk(
  deps: { decoded: DecodedCache; telemetry: Telemetry },
  scope: Scope,
  chunk: Chunk,
): readonly Entry[] | undefined {
  const seal = chunkSeal(scope, chunk);
  const key = JSON.stringify([scopeId(scope), chunk.after, chunk.observedAt, seal]);
  const remembered = seal === undefined ? undefined : deps.decoded.get(key);
  if (remembered) return remembered;
  const entries = seal === undefined ? undefined : decodeChunkBody(scope, chunk);
  if (!entries) {
    deps.telemetry.count('undecodable');
    return undefined;
  }
  deps.decoded.set(key, entries, entries.length * DECODED_ENTRY_BYTES);
  return entries;
}
