/** Parses the `--import` flag: folder, bucket and prefix. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { bucketNameOf } from './bucket-name.ts';
import { demandNewBucketName } from './demand-bucket-name.ts';
import { UsageError } from './usage-error.ts';

export interface ImportedFolder {
  /** Absolute path of the folder. */
  folder: string;
  bucket: string;
  /** Empty or ending in `/`. */
  prefix: string;
}

/**
 * Parses `DIR[=bucket[/prefix/]]`. The name of a folder may contain `=`. So the first way to split the text is used
 * for which the folder exists.
 * @throws {UsageError} if no folder matches, or the bucket's name is invalid.
 */
export function parseImport(text: string): ImportedFolder {
  for (const cut of [text.length, ...Array.from(text.matchAll(/=/g), (match) => match.index)]) {
    const folder = resolve(text.slice(0, cut));
    if (cut === 0 || !isFolder(folder)) continue;
    const target = text.slice(cut + 1);
    const slash = target.indexOf('/');
    const bucket = slash === -1 ? target : target.slice(0, slash);
    const prefix = slash === -1 ? '' : target.slice(slash + 1);
    if (cut === text.length) return { folder, bucket: bucketNameOf(folder), prefix: '' };
    demandNewBucketName(bucket, '--import');
    return { folder, bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
  }
  throw new UsageError(`--import: no such folder: ${text}`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
