/**
 * Compares directories of a bucket in the index with S3. Starts at a served directory and goes down, each time into a
 * random directory, as long as the index has its listing. Those are the directories that callers use. Only the
 * listing of the first directory may be added to the index.
 */
import { type Difference, differencesOf, type Listing } from './listing.ts';
import type { BucketView, ServiceView, WatchedBucket } from './views.ts';

/** Maximum number of directories compared in one run. Each is inside the one before. */
const MAX_DIRECTORIES = 5;

export interface Suspect extends Difference {
  bucket: string;
  prefix: string;
}

export interface Compared {
  directories: number;
  names: number;
  suspects: Suspect[];
}

export interface CompareDeps {
  service: ServiceView;
  s3: BucketView;
  /** Returns a number in [0, 1). */
  random: () => number;
}

/** @throws when the service or S3 does not answer. */
export async function compareBucket(
  { service, s3, random }: CompareDeps,
  bucket: WatchedBucket,
): Promise<Compared> {
  const compared: Compared = { directories: 0, names: 0, suspects: [] };
  let prefix = oneOf(bucket.prefixes, random) ?? '';
  let index: Listing | undefined = await service.list(bucket.name, prefix);
  while (index) {
    // S3 is asked after the index. A write in between shows as a difference, which is checked again (confirm.ts).
    const fresh = await s3.list(bucket.name, prefix);
    const at = prefix;
    const differences = differencesOf(index, fresh);
    compared.suspects.push(...differences.map((it) => ({ ...it, bucket: bucket.name, prefix: at })));
    compared.names += fresh.entries.length;
    compared.directories += 1;
    const below = oneOf(directoriesOf(index), random);
    if (below === undefined || compared.directories === MAX_DIRECTORIES) break;
    prefix += below;
    index = await service.listHeld(bucket.name, prefix);
  }
  return compared;
}

function directoriesOf({ entries }: Listing): string[] {
  return entries.filter(({ type }) => type === 'directory').map(({ name }) => name);
}

function oneOf(all: readonly string[], random: () => number): string | undefined {
  return all[Math.floor(random() * all.length)];
}
