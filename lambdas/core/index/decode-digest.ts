import { decodeDigestBody } from '../codec/digest-codec.ts';
import type { Chunk } from '../model/chunk.ts';
import type { DigestRow } from '../model/digest.ts';
import type { Scope } from '../model/scope.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** Returns the digest's rows. If the body is invalid, counts it and returns `undefined`. */
export function decodeDigest(
  telemetry: Telemetry,
  scope: Scope,
  chunk: Chunk,
): readonly DigestRow[] | undefined {
  const rows = decodeDigestBody(scope, chunk);
  if (!rows) telemetry.count('undecodable');
  return rows;
}
