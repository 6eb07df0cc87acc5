/** The common interface of s3dex and its rivals that sum up everything below a prefix. */
import type { Counts } from './contestant.ts';

/** Names in the report; bench/rivals/tree describes each rival. */
export type TreeRivalName =
  | 'one-chain'
  | 'parallel-16'
  | 'rclone-size'
  | 'rclone-size-fast-list'
  | 'aws-s3-ls';

export interface TreeSum {
  objects: number;
  sizeBytes: number;
}

export interface TreeRival {
  name: TreeRivalName;
  /** Shown in the report: for example, the version of a program. */
  note?: string;
  /** Since the rival was created. */
  counts(): Promise<Counts>;
  /** Everything below the prefix, without a cache. */
  sum(prefix: string): Promise<TreeSum>;
  stop(): void;
}
