/** A call to S3 or DynamoDB that failed after its retries, for the log. It contains no key. */
export interface FailedCall {
  service: 'S3' | 'DynamoDB';
  /** The operation: `ListObjectsV2`, `Query`. */
  call: string;
  bucket?: string;
  error: unknown;
}

export type FailureLog = (failed: FailedCall) => void;
