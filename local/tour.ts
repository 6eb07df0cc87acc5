/** Three curl lines that work as pasted: a directory, an object in it, and a change that comes back through the event. */
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Stack } from './running-stack.ts';

/** Enough keys to find a directory worth looking at. */
const SAMPLE_KEYS = 1000;

export interface TourPlace {
  bucket: string;
  /** Empty or ending in `/`. */
  prefix: string;
  /** A key in it; absent: the bucket is empty. */
  key?: string;
}

/** The first served bucket's directory with the most objects among its first keys. Asks S3 itself, so that no counter of the service moves. */
export async function findPlace(stack: Pick<Stack, 's3Url' | 'buckets'>): Promise<TourPlace> {
  const bucket = stack.buckets[0] ?? '';
  const client = new S3Client({ endpoint: stack.s3Url, region: 'us-east-1', forcePathStyle: true });
  try {
    const { Contents = [], EncodingType } = await client.send(
      // XML cannot hold every key.
      new ListObjectsV2Command({ Bucket: bucket, MaxKeys: SAMPLE_KEYS, EncodingType: 'url' }),
    );
    const decoded = (key: string) =>
      EncodingType === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key;
    const keys = Contents.map(({ Key = '' }) => decoded(Key)).filter(
      (key) => key !== '' && !key.endsWith('/'),
    );
    const byDirectory = Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf('/') + 1));
    const [prefix, inside] = [...byDirectory].reduce(
      (best, one) => (one[1].length > best[1].length ? one : best),
      ['', []],
    );
    return inside[0] === undefined ? { bucket, prefix } : { bucket, prefix, key: inside[0] };
  } finally {
    client.destroy();
  }
}

/** The lines, each a whole command. `writable`: the built-in endpoint, which takes unsigned requests. */
export function tourLines(
  urls: Pick<Stack, 'apiUrl' | 's3Url'>,
  place: TourPlace,
  with_: { events: boolean; writable: boolean },
): string[] {
  const base = `${urls.apiUrl}/v1/buckets/${place.bucket}`;
  const stat = (key: string) => `curl -s ${quoted(`${base}/stat?key=${inQuery(key)}`)}`;
  // Not -D /dev/stderr: where that is a socket, curl 7.88 dies of it.
  const showStatus = "-w '%{stderr}cache-status: %header{cache-status}\\n'";
  const list = `curl -s ${showStatus} ${quoted(`${base}/entries?prefix=${inQuery(place.prefix)}&limit=5`)}`;
  const added = `${place.prefix}hello-s3dex.txt`;
  const path = added.split('/').map(encodeURIComponent).join('/');
  const settle = with_.events
    ? ` && curl -s -o /dev/null -X POST ${quoted(`${urls.apiUrl}/_local/settle`)}`
    : '';
  const put = `curl -s -X PUT -d hello ${quoted(`${urls.s3Url}/${place.bucket}/${path}`)}${settle}`;
  if (!with_.writable)
    return [list, stat(place.key ?? place.prefix), `curl -s ${quoted(`${urls.apiUrl}/_local/metrics`)}`];
  if (place.key === undefined) return [put, list, stat(added)];
  return [list, stat(place.key), `${put} && ${stat(added)}`];
}

/** The tour as it is printed. */
export function tourText(lines: string[]): string {
  return [
    '',
    'Paste these. The listing twice: its second answer says `cache-status: s3dex; hit`, and S3 was not asked.',
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** Slashes may stand in a query as they are, and are read more easily so. */
function inQuery(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%40', '@');
}

/** For a shell. encodeURIComponent leaves the quote itself. */
function quoted(url: string): string {
  return `'${url.replaceAll("'", '%27')}'`;
}
