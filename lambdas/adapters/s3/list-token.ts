/**
 * The opaque token of the port: where the next LIST continues, and the last key so far. Every key of the next page
 * must be greater than that key.
 */

export interface ListToken {
  /**
   * If absent, the listing continues after the last key. Ceph RGW 16 writes the last key into NextContinuationToken
   * unencoded, and parsing the XML loses a key that is only white space.
   */
  s3Token?: string;
  /** Absent as long as all pages were empty. */
  lastKey?: string;
}

export function writeToken({ s3Token, lastKey }: ListToken): string {
  return JSON.stringify([s3Token ?? null, lastKey ?? null]);
}

/** Reads a token that writeToken has made. */
export function readToken(token: string): ListToken {
  const [s3Token, lastKey] = JSON.parse(token) as (string | null)[];
  return { s3Token: s3Token ?? undefined, lastKey: lastKey ?? undefined };
}
