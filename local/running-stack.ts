/** The interface of a running stack, started from the source or from a template, and where it reports. */

export interface Stack {
  apiUrl: string;
  s3Url: string;
  /** The served buckets. */
  buckets: string[];
  close(): Promise<void>;
}

/** Lines for the user. */
export interface Reporter {
  note(line: string): void;
  fault(line: string): void;
}
