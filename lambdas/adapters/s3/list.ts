/** ListObjectsV2: the strict reading of its answer. */
import type { _Object, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { compareNames } from '../../../shared/byte-order.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import type { Entry, ObjectEntry } from '../../core/model/entry.ts';
import type { ListOutcome, ListRequest } from '../../core/ports/object-store.ts';
import { Disordered, Nonsense } from './failures.ts';
import { type ListToken, readToken, writeToken } from './list-token.ts';

export type Output = Omit<ListObjectsV2CommandOutput, '$metadata'>;

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
  const before = request.token === undefined ? {} : readToken(request.token);
  const lastName = nameAfter(request, all, before.lastKey);
  const lastKey = lastName === undefined ? before.lastKey : request.prefix + lastName;
  const token = goesOn(output) ? tokenAfter(before, output.NextContinuationToken, lastKey) : undefined;
  // S3 leaves out what is not greater than StartAfter, common prefixes too; not every server does.
  const entries = all.filter(
    ({ name }) =>
      request.startAfter === undefined || compareNames(request.prefix + name, request.startAfter) > 0,
  );
  return { outcome: 'listed', entries, ...(token === undefined ? {} : { token }) };
}

/** A body that is no listing at all (an HTML page, nothing) does not say. */
export function goesOn({ IsTruncated }: Output): boolean {
  if (typeof IsTruncated !== 'boolean')
    throw new Nonsense('the listing does not say whether it is truncated');
  return IsTruncated;
}

export function tokenAfter(
  before: ListToken,
  s3Token: string | undefined,
  lastKey: string | undefined,
): string {
  if (!s3Token && lastKey === undefined)
    throw new Nonsense('a truncated listing without a token or an entry');
  const goesOnWhereItBegan = s3Token ? s3Token === before.s3Token : lastKey === before.lastKey;
  if (goesOnWhereItBegan) throw new Disordered('a listing that goes on where it began');
  return writeToken({ ...(s3Token && { s3Token }), ...(lastKey !== undefined && { lastKey }) });
}

/**
 * The last name, after it was made sure that the page lies above the last key of the page before. That key itself, or the
 * directory it lies in, may come again; any other name at or below it says that the pages before, which speak for every name up to it, were wrong.
 */
function nameAfter(
  { prefix }: ListRequest,
  entries: Entry[],
  lastKey: string | undefined,
): string | undefined {
  for (const { type, name } of entries) {
    const key = prefix + name;
    if (lastKey === undefined || compareNames(key, lastKey) > 0) break;
    const comesAgain = key === lastKey || (type === 'directory' && lastKey.startsWith(key));
    if (!comesAgain) throw new Disordered('a page that goes back behind the page before');
  }
  return entries.at(-1)?.name;
}

/** Keys are encoded only when the answer says so: several servers ignore the wish. A plus is a space. */
export function decoderOf(output: Output): (text: string | undefined) => string {
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

export function nameIn(prefix: string, key: string): string {
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
    ...listedChecksum(object.ChecksumAlgorithm ?? [], object.ChecksumType),
  };
}

/** The field when S3 sent it, else nothing. */
export function listedChecksum(
  algorithms: readonly string[],
  type: string | undefined,
): Pick<ObjectEntry, 'checksum'> {
  if (algorithms.length === 0) return {};
  return { checksum: { algorithms: [...algorithms], ...(type !== undefined && { type }) } };
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
    if (order < 0) throw new Disordered('a listing out of order');
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
