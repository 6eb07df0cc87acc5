import { decodeDigestBody } from '../codec/digest-codec.ts';
import type { Chunk } from '../model/chunk.ts';
import type { DigestPart } from '../model/digest.ts';
import type { Scope } from '../model/scope.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** Returns the digest's parts. If the body is invalid, counts it and returns `undefined`. */
export function decodeDigest(
  telemetry: Telemetry,
  scope: Scope,
  chunk: Chunk,
): readonly DigestPart[] | undefined {
  const parts = decodeDigestBody(scope, chunk);
  if (!parts) telemetry.count('undecodable');
  return parts;
}
