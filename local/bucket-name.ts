/** The bucket name for a folder that is imported without a bucket name. */

/** S3's limits for the length of a bucket name. */
const MIN_LENGTH = 3;
const MAX_LENGTH = 63;

/** Makes a valid bucket name from the folder's name: `/home/me/My Photos` -> `my-photos`. */
export function bucketNameOf(folder: string): string {
  const base = folder.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  const plain = base
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
  if (plain === '') return 'imported';
  return plain.length < MIN_LENGTH ? `${plain}-bucket` : plain;
}
