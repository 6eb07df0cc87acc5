/**
 * Three curl commands that can be pasted: list a directory, stat an object in it, and make a change that arrives as
 * an event.
 */
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Stack } from './running-stack.ts';

/** Number of keys among which a good directory for the example is searched. */
const SAMPLE_KEYS = 1000;

export interface TourPlace {
  bucket: string;
  /** Empty or ending in `/`. */
  prefix: string;
  /** A key in the directory. Absent if the bucket is empty. */
  key?: string;
}

/**
 * Finds the directory with the most objects among the first keys of the first served bucket. It asks S3 directly, at
 * an address that is not counted, so that every counter is still zero when the stack is ready.
 */
export async function findPlace(stack: Pick<Stack, 'uncountedS3Url' | 'buckets'>): Promise<TourPlace> {
  const bucket = stack.buckets[0] ?? '';
  const client = new S3Client({ endpoint: stack.uncountedS3Url, region: 'us-east-1', forcePathStyle: true });
  try {
    const { Contents = [], EncodingType } = await client.send(
      // XML cannot contain every key.
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

/**
 * The lines of the tour, each a complete command. `writable`: true for the built-in endpoint, which accepts unsigned
 * requests.
 */
export function tourLines(
  urls: Pick<Stack, 'apiUrl' | 's3Url'>,
  place: TourPlace,
  with_: { events: boolean; writable: boolean },
): string[] {
  const base = `${urls.apiUrl}/v1/buckets/${place.bucket}`;
  const stat = (key: string) => `curl -s ${quoted(`${base}/stat?key=${inQuery(key)}`)}`;
  // `-D /dev/stderr` is not used, because curl 7.88 fails if that is a socket.
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

/** The text that is printed for the user. */
export function tourText(lines: string[]): string {
  return [
    '',
    'Paste these lines into a shell, and the listing twice. Its second answer says `cache-status: s3dex; hit`: it comes from the index, and S3 was not asked.',
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** Slashes are left unencoded. A query may contain them, and they are easier to read. */
function inQuery(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%40', '@');
}

/** Quotes the URL for a shell. encodeURIComponent does not encode the quote. */
function quoted(url: string): string {
  return `'${url.replaceAll("'", '%27')}'`;
}
