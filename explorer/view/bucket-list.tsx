/** The served buckets. If only some prefixes of a bucket are served, those are listed. */
import { useEffect } from 'preact/hooks';
import type { BucketsAnswer } from '../../contract/answers/buckets.ts';
import { formatSeconds } from '../model/format.ts';
import { directoryPlace, formatPlace } from '../model/place.ts';
import { useExplorer } from './context.ts';

type Bucket = BucketsAnswer['buckets'][number];

const EVENTS: Record<Bucket['events'], string> = {
  s3: 'updated by S3 events',
  eventbridge: 'updated by EventBridge',
  none: 'no events',
};

export function BucketList() {
  const explorer = useExplorer();
  const buckets = explorer.buckets.answer.value;
  const only = buckets.state === 'there' ? onlyPlace(buckets.buckets) : undefined;
  useEffect(() => {
    if (only !== undefined) explorer.where.replace(directoryPlace(only.bucket, only.prefix));
  }, [only?.bucket, only?.prefix]);
  if (buckets.state !== 'there') return null;
  return (
    <ul class="buckets" aria-label="Buckets">
      {buckets.buckets.flatMap((bucket) =>
        (bucket.prefixes ?? ['']).map((prefix) => (
          <li key={`${bucket.name}/${prefix}`}>
            <a href={formatPlace(directoryPlace(bucket.name, directoryOf(prefix)))}>
              {bucket.name}
              {prefix !== '' && `/${prefix}`}
            </a>
            <span class="muted">
              {EVENTS[bucket.events]}; listings are used for up to {formatSeconds(bucket.listTtlSeconds)},
              stats for up to {formatSeconds(bucket.statTtlSeconds)}
            </span>
          </li>
        )),
      )}
    </ul>
  );
}

/**
 * Moves the focus to the next or previous link of the list. If the focus is elsewhere, moves it to the first or last
 * link.
 */
export function focusBucket(by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.buckets a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const next = at === -1 ? (by > 0 ? 0 : links.length - 1) : at + by;
  links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
}

/** The place to open immediately, if there is only one. */
function onlyPlace(buckets: readonly Bucket[]): { bucket: string; prefix: string } | undefined {
  const [bucket, another] = buckets;
  if (bucket === undefined || another !== undefined) return undefined;
  const [prefix = '', second] = bucket.prefixes ?? [];
  return second === undefined ? { bucket: bucket.name, prefix: directoryOf(prefix) } : undefined;
}

/** The directory of a served prefix, which may end in the middle of a name. */
function directoryOf(prefix: string): string {
  return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}
