/** What is measured: s3dex and its rivals behind one face. */
import type { Calls } from './meter.ts';

export const BUCKET = 'bench';

/** Names of the rivals as they stand in the report; see bench/rivals for what each is and where it comes from. */
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
  /** Requests through an HTTP API to a Lambda function; rivals live in their caller's process. */
  requests: number;
}

export interface Contestant {
  name: ContestantName;
  /** Since it was made. */
  readonly counts: Counts;
  /** A whole listing with sizes, times and ETags; how many objects it shows. */
  list(prefix: string): Promise<number>;
  /** One page of 1,000, from after a key on; how many objects. Of those that have pages. */
  page?(prefix: string, after?: string): Promise<number>;
  /** The keys of the newest objects, the newest first. Of those who are asked for them. */
  newest?(prefix: string, limit: number): Promise<string[]>;
  /** Metadata of one object; is it there? */
  stat(key: string): Promise<boolean>;
  /** Metadata of several objects of one directory; how many are there. */
  statMany(keys: string[]): Promise<number>;
  /** Objects were written: what this contestant does about it, when it does something. */
  wrote(keys: string[]): Promise<void>;
  stop(): void;
}

export function directoryOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}
