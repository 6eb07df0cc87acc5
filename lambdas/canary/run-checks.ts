/**
 * One run of the canary: lists every bucket, compares it with S3, and checks its notifications. It writes to no
 * bucket.
 */
import { inParallel } from '../../shared/in-parallel.ts';
import { faultOfNotifications } from './check-notifications.ts';
import { type CompareDeps, compareBucket, type Suspect } from './compare-bucket.ts';
import { type ConfirmDeps, confirmed } from './confirm.ts';
import type { Finding, WatchedBucket } from './views.ts';

const BUCKETS_AT_ONCE = 4;
/** Maximum number of keys that a finding lists. */
const MAX_NAMED_KEYS = 5;

export type CanaryDeps = CompareDeps & ConfirmDeps;

export async function runChecks(deps: CanaryDeps, buckets: readonly WatchedBucket[]): Promise<Finding[]> {
  const looked = await inParallel(buckets, BUCKETS_AT_ONCE, (bucket) => lookAt(deps, bucket));
  const wrong = await attempt('confirming differences', () =>
    confirmed(
      deps,
      looked.flatMap(({ suspects }) => suspects),
    ),
  );
  const stale = Array.isArray(wrong) ? wrong : [];
  return [
    ...looked.flatMap(({ findings }) => findings),
    ...(Array.isArray(wrong) ? [] : [wrong]),
    ...looked.filter(({ compared }) => compared).map(({ bucket }) => comparison(bucket, stale)),
  ];
}

interface Looked {
  bucket: string;
  findings: Finding[];
  compared: boolean;
  suspects: Suspect[];
}

async function lookAt(deps: CanaryDeps, bucket: WatchedBucket): Promise<Looked> {
  const { name } = bucket;
  const notifications = await attempt(`${name}: notifications`, async () => {
    // Without events, the function has no permission to read the configuration.
    const fault =
      bucket.notifies === 'none'
        ? undefined
        : faultOfNotifications(bucket, await deps.s3.notifications(name));
    return finding(`${name}: notifications`, fault);
  });
  const compared = await attempt(`${name}: read`, () => compareBucket(deps, bucket));
  if ('check' in compared)
    return { bucket: name, findings: [notifications, compared], compared: false, suspects: [] };
  const detail = `${compared.names} names in ${compared.directories} directories`;
  const read = { check: `${name}: read`, ok: true, detail };
  const findings = [notifications, read];
  // Without events, an answer may differ from S3 until its life ends.
  if (bucket.notifies === 'none') return { bucket: name, findings, compared: false, suspects: [] };
  return { bucket: name, findings, compared: true, suspects: compared.suspects };
}

function comparison(bucket: string, stale: readonly Suspect[]): Finding {
  const mine = stale.filter((it) => it.bucket === bucket);
  const keys = mine
    .slice(0, MAX_NAMED_KEYS)
    .map(({ prefix, name, index, s3 }) => `${prefix}${name}: the index says ${index}, S3 says ${s3}`);
  return finding(
    `${bucket}: comparison with S3`,
    mine.length === 0 ? undefined : `names that differ: ${mine.length}. ${keys.join('; ')}`,
  );
}

function finding(check: string, fault: string | undefined): Finding {
  return { check, ok: fault === undefined, detail: fault ?? 'no fault' };
}

async function attempt<T>(check: string, work: () => Promise<T>): Promise<T | Finding> {
  try {
    return await work();
  } catch (error) {
    return { check, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
