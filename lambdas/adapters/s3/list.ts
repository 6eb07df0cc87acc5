/** ListObjectsV2: the strict reading of its answer. */
import type { _Object, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { compareNames } from '../../../shared/byte-order.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import type { Entry, ObjectEntry } from '../../core/model/entry.ts';
import type { ListOutcome, ListRequest } from '../../core/ports/object-store.ts';
import { Nonsense } from './failures.ts';
import { afterName, byToken } from './list-input.ts';

type Output = Omit<ListObjectsV2CommandOutput, '$metadata'>;

/** Throws Nonsense. */
export function parseListing(
  request: ListRequest,
  output: Output,
): Extract<ListOutcome, { outcome: 'listed' }> {
  const decode = decoderOf(output);
  const directories = ascending(
    (output.CommonPrefixes ?? []).map(({ Prefix }) => directoryEntry(nameIn(request.prefix, decode(Prefix)))),
  );
  if (request.recursive && directories.length > 0) throw new Nonsense('a common prefix without a delimiter');
  const objects = ascending((output.Contents ?? []).map((object) => objectEntry(request, object, decode)));
  const all = merged(directories, objects);
  const token = goesOn(output)
    ? tokenAfter(request, output.NextContinuationToken, all.at(-1)?.name)
    : undefined;
  // S3 leaves out what is not greater than StartAfter, common prefixes too; not every server does.
  const entries = all.filter(
    ({ name }) =>
      request.startAfter === undefined || compareNames(request.prefix + name, request.startAfter) > 0,
  );
  return { outcome: 'listed', entries, ...(token === undefined ? {} : { token }) };
}

/** Is there a key? `token`: this page was empty, but not the last. Throws Nonsense. */
export function parsePeek(
  request: { prefix: string; token?: string },
  output: Output,
): { present: boolean; token?: string } {
  const decode = decoderOf(output);
  const truncated = goesOn(output);
  for (const { Key } of output.Contents ?? []) {
    nameIn(request.prefix, decode(Key));
    return { present: true };
  }
  if (!truncated) return { present: false };
  const token = output.NextContinuationToken;
  if (!token || token === request.token) throw new Nonsense('an empty page that leads nowhere');
  return { present: false, token };
}

/** A body that is no listing at all (an HTML page, nothing) does not say. */
function goesOn({ IsTruncated }: Output): boolean {
  if (typeof IsTruncated !== 'boolean')
    throw new Nonsense('the listing does not say whether it is truncated');
  return IsTruncated;
}

function tokenAfter(request: ListRequest, next: string | undefined, lastName: string | undefined): string {
  if (!next && lastName === undefined) throw new Nonsense('a truncated listing without a token or an entry');
  const token = next ? byToken(next) : afterName(request.prefix, lastName!);
  if (token === request.token) throw new Nonsense('a listing that goes on where it began');
  return token;
}

/** Keys are encoded only when the answer says so: several servers ignore the wish. A plus is a space. */
function decoderOf(output: Output): (text: string | undefined) => string {
  return (text) => {
    if (text === undefined) throw new Nonsense('a key is missing');
    if (output.EncodingType !== 'url') return text;
    try {
      return decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      throw new Nonsense('a key with malformed percent-encoding');
    }
  };
}

function nameIn(prefix: string, key: string): string {
  if (!key.startsWith(prefix)) throw new Nonsense('a key outside the prefix');
  return key.slice(prefix.length);
}

function directoryEntry(name: string): Entry {
  if (name === '' || name.indexOf(DELIMITER) !== name.length - 1)
    throw new Nonsense('a common prefix that is no directory name');
  return { type: 'directory', name };
}

function objectEntry(
  { prefix, recursive }: ListRequest,
  object: _Object,
  decode: (text: string | undefined) => string,
): ObjectEntry {
  const name = nameIn(prefix, decode(object.Key));
  if (!recursive && name.includes(DELIMITER)) throw new Nonsense('a key that the delimiter should have cut');
  return {
    type: 'object',
    name,
    sizeBytes: size(object.Size),
    ...(object.LastModified === undefined ? {} : { lastModifiedMs: epochMs(object.LastModified) }),
    ...(object.ETag === undefined ? {} : { etag: object.ETag }),
    ...(object.StorageClass === undefined ? {} : { storageClass: object.StorageClass }),
  };
}

export function size(bytes: number | undefined): number {
  if (bytes === undefined || !Number.isSafeInteger(bytes) || bytes < 0)
    throw new Nonsense('a size that is no size');
  return bytes;
}

export function epochMs(date: Date): number {
  const ms = date.getTime();
  if (!Number.isSafeInteger(ms)) throw new Nonsense('a time that is no time');
  return ms;
}

/** Holds the answer to S3's order, without which a page's range would claim absences that are none. Drops repetitions. */
function ascending<E extends Entry>(entries: E[]): E[] {
  return entries.filter((entry, i) => {
    const order = i === 0 ? 1 : compareNames(entry.name, entries[i - 1]!.name);
    if (order < 0) throw new Nonsense('a listing out of order');
    return order > 0;
  });
}

/** Names of the two kinds never meet: a directory's ends in the delimiter, an object's has none. */
function merged(directories: Entry[], objects: Entry[]): Entry[] {
  const all: Entry[] = [];
  let d = 0;
  let o = 0;
  while (d < directories.length && o < objects.length) {
    const directoryFirst = compareNames(directories[d]!.name, objects[o]!.name) < 0;
    all.push(directoryFirst ? directories[d++]! : objects[o++]!);
  }
  return [...all, ...directories.slice(d), ...objects.slice(o)];
}
