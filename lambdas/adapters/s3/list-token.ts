/** The port's opaque token: how to go on with a run of LISTs, and what was its last key so far, which the next page must lie above. */

export interface ListToken {
  /**
   * Absent: go on after the last key. Ceph RGW 16 puts the last key into NextContinuationToken unencoded, where a key of nothing
   * but white space is lost in the XML.
   */
  s3Token?: string;
  /** Absent while every page of the run was empty. */
  lastKey?: string;
}

export function writeToken({ s3Token, lastKey }: ListToken): string {
  return JSON.stringify([s3Token ?? null, lastKey ?? null]);
}

/** Only of tokens that writeToken wrote. */
export function readToken(token: string): ListToken {
  const [s3Token, lastKey] = JSON.parse(token) as (string | null)[];
  return { ...(s3Token != null && { s3Token }), ...(lastKey != null && { lastKey }) };
}
