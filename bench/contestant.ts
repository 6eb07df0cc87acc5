/** The common interface of s3dex and its rivals. */
import type { Calls } from './meter.ts';

export const BUCKET = 'bench';

/** Names of the rivals in the report; bench/rivals describes each and its origin. */
export const CONTESTANTS = [
  's3dex',
  'list-then-head',
  'list-then-head-16',
  'list-only',
  'ttl-cache',
  'item-per-object',
] as const;
export type ContestantName = (typeof CONTESTANTS)[number];

export interface Counts extends Calls {
  /** Requests through an HTTP API to a Lambda function. Rivals run in their caller's process and send none. */
  requests: number;
}

export interface Contestant {
  name: ContestantName;
  /** Since the contestant was created. */
  readonly counts: Counts;
  /** Lists a directory completely, with sizes, times and ETags; returns the number of objects. */
  list(prefix: string): Promise<number>;
  /**
   * Lists one page of 1,000 objects, from the start or after a key. Returns the number of objects. Absent for
   * contestants without pages.
   */
  page?(prefix: string, after?: string): Promise<number>;
  /** Returns the keys of the newest objects, newest first. Absent for contestants that do not support it. */
  newest?(prefix: string, limit: number): Promise<string[]>;
  /** Reads the metadata of one object; returns whether it exists. */
  stat(key: string): Promise<boolean>;
  /** Reads the metadata of several objects in one directory; returns how many exist. */
  statMany(keys: string[]): Promise<number>;
  /** Called after objects were written, so that contestants can process the writes. */
  wrote(keys: string[]): Promise<void>;
  stop(): void;
}

export function directoryOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}
