/** What a started stack is, from the source or from a template, and whom it tells. */

export interface Stack {
  apiUrl: string;
  s3Url: string;
  /** The served buckets. */
  buckets: string[];
  close(): Promise<void>;
}

/** Lines for a person. */
export interface Reporter {
  note(line: string): void;
  fault(line: string): void;
}
