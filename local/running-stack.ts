/** A running stack, started from the sources or from a template, and the reporter of its messages. */

export interface Stack {
  apiUrl: string;
  s3Url: string;
  /** S3 at an address whose requests are not in `s3Endpoint` of the metrics. */
  uncountedS3Url: string;
  /** The served buckets. */
  buckets: string[];
  close(): Promise<void>;
}

/** Lines for the user. */
export interface Reporter {
  note(line: string): void;
  fault(line: string): void;
}
