/**
 * Finds the differences that persist. Others have causes that are no fault: an event may be late, and a name may
 * change often.
 */
import type { Suspect } from './compare-bucket.ts';
import { differencesOf } from './listing.ts';
import type { BucketView, ServiceView } from './views.ts';

/** A little over a minute in total. Events that take longer are covered by the alarm for waiting events. */
const CONFIRM_AFTER_MS = [5_000, 20_000, 40_000];

export interface ConfirmDeps {
  service: ServiceView;
  s3: BucketView;
  wait: (ms: number) => Promise<void>;
}

/** Returns the suspects for which the index still gives the same answer, and S3 still gives another one. */
export async function confirmed(deps: ConfirmDeps, suspects: readonly Suspect[]): Promise<Suspect[]> {
  let left = [...suspects];
  for (const ms of CONFIRM_AFTER_MS) {
    if (left.length === 0) break;
    await deps.wait(ms);
    const still: Suspect[] = [];
    for (const group of Map.groupBy(left, ({ bucket, prefix }) =>
      JSON.stringify([bucket, prefix]),
    ).values()) {
      still.push(...(await stillDifferent(deps, group)));
    }
    left = still;
  }
  return left;
}

/** Checks the suspects of one directory. */
async function stillDifferent(
  { service, s3 }: ConfirmDeps,
  suspects: readonly Suspect[],
): Promise<Suspect[]> {
  const [{ bucket, prefix } = { bucket: '', prefix: '' }] = suspects;
  const index = await service.listHeld(bucket, prefix);
  // The index no longer has the listing, so no caller gets the suspected answer.
  if (!index) return [];
  const fresh = await s3.list(bucket, prefix);
  const now = new Map(differencesOf(index, fresh).map((it) => [it.name, it]));
  return suspects.filter((it) => now.get(it.name)?.index === it.index);
}
