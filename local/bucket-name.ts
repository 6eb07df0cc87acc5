/** A bucket for a folder that was imported without naming one. */

/** S3's bounds on a bucket's name. */
const MIN_LENGTH = 3;
const MAX_LENGTH = 63;

/** A legal bucket name made from the folder's own name: `/home/me/My Photos` -> `my-photos`. */
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
