import { decodeDigestBody } from '../codec/digest-codec.ts';
import type { Chunk } from '../model/chunk.ts';
import type { DigestRow } from '../model/digest.ts';
import type { Scope } from '../model/scope.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** The digest's rows; `undefined` (and counted) when its body is invalid. */
export function decodeDigest(
  telemetry: Telemetry,
  scope: Scope,
  chunk: Chunk,
): readonly DigestRow[] | undefined {
  const rows = decodeDigestBody(scope, chunk);
  if (!rows) telemetry.count('undecodable');
  return rows;
}
