/** The keys that a command writes. */
import type { Written } from '../resolver/own-writes.ts';
import type { SdkInput } from './parts-of-input.ts';

const OF_ITS_KEY = new Set([
  'PutObject',
  'CopyObject',
  'DeleteObject',
  'CompleteMultipartUpload',
  'RestoreObject',
  'RenameObject',
  // These change what a HEAD shows: the number of tags, and the lock.
  'PutObjectTagging',
  'DeleteObjectTagging',
  'PutObjectRetention',
  'PutObjectLegalHold',
]);
const OF_THE_BUCKET = new Set(['CreateBucket', 'DeleteBucket']);

/** `undefined` when the command writes nothing. */
export function writtenBy(operation: string, input: SdkInput): Written | undefined {
  if (typeof input.Bucket !== 'string') return undefined;
  if (OF_THE_BUCKET.has(operation)) return 'all';
  if (operation === 'DeleteObjects') {
    const { Objects = [] } = (input.Delete ?? {}) as { Objects?: { Key?: string }[] };
    return Objects.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  }
  if (!OF_ITS_KEY.has(operation) || typeof input.Key !== 'string') return undefined;
  const source = operation === 'RenameObject' ? sourceKey(String(input.RenameSource ?? '')) : undefined;
  return source === undefined ? [input.Key] : [input.Key, source];
}

/** `bucket/key` or `/bucket/key`, percent-encoded. */
function sourceKey(source: string): string | undefined {
  const [, key] = /^\/?[^/]+\/(.+)$/s.exec(source) ?? [];
  return key === undefined ? undefined : decodeURIComponent(key);
}
