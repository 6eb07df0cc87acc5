/** Bucket names on the command line. */
import { isBucketName, isNewBucketName } from '../shared/bucket-name.ts';
import { UsageError } from './usage-error.ts';

/** Checks the name of a bucket that the built-in S3 endpoint creates. @throws {UsageError} */
export function demandNewBucketName(name: string, flag: string): void {
  if (isNewBucketName(name)) return;
  throw new UsageError(
    `${flag}: not a name for a new bucket (3 to 63 characters of a-z, 0-9, "-" and "."; a letter or digit at both ends; no ".."; not an IP address): ${name}`,
  );
}

/** Checks the name of an existing bucket on another server. @throws {UsageError} */
export function demandBucketName(name: string, flag: string): void {
  if (isBucketName(name)) return;
  throw new UsageError(`${flag}: not a bucket name (3 to 255 of A-Z, a-z, 0-9, "-", ".", "_"): ${name}`);
}
