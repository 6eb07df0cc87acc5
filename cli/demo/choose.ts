/** Chooses the directories to show: one with about 20 files, one with about 100, and the largest. */
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

export interface Directory {
  /** Empty or ending in `/`. */
  prefix: string;
  files: number;
}

/** The numbers from the project's first presentation: 21 calls become 1, 101 calls become 1. */
const WANTED_FILES = [20, 100];
/** Maximum number of LIST answers: 200,000 files are enough to choose from. */
const MAX_PAGES = 200;

/** How many files each directory holds directly. */
export async function countFiles(s3: S3Client, bucket: string): Promise<Directory[]> {
  const counts = new Map<string, number>();
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { Contents = [], NextContinuationToken } = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }),
    );
    for (const { Key = '' } of Contents) {
      const prefix = Key.slice(0, Key.lastIndexOf('/') + 1);
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
    token = NextContinuationToken;
    if (token === undefined) break;
  }
  return [...counts].map(([prefix, files]) => ({ prefix, files }));
}

/** At most three different directories, ordered by size. */
export function choose(directories: readonly Directory[]): Directory[] {
  const chosen = new Set<Directory>();
  for (const wanted of WANTED_FILES) {
    const nearest = best(directories, ({ files }) => -Math.abs(files - wanted));
    if (nearest) chosen.add(nearest);
  }
  const largest = best(directories, ({ files }) => files);
  if (largest) chosen.add(largest);
  return [...chosen].sort((a, b) => a.files - b.files);
}

/** The first one with the highest score. */
function best(directories: readonly Directory[], score: (one: Directory) => number): Directory | undefined {
  return directories.reduce<Directory | undefined>(
    (found, one) => (found === undefined || score(one) > score(found) ? one : found),
    undefined,
  );
}
