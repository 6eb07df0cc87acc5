/** Parses the response of ListObjectsV2 strictly. */
import type { _Object, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { compareNames } from '../../../shared/byte-order.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import type { Entry, ObjectEntry } from '../../core/model/entry.ts';
import type { ListOutcome, ListRequest } from '../../core/ports/object-store.ts';
import { Disordered, InvalidResponse } from './failures.ts';
import { type ListToken, readToken, writeToken } from './list-token.ts';

export type Output = Omit<ListObjectsV2CommandOutput, '$metadata'>;

/** @throws InvalidResponse when the response is invalid; Disordered when it is not in S3's order. */
export function parseListing(
  request: ListRequest,
  output: Output,
): Extract<ListOutcome, { outcome: 'listed' }> {
  const decode = decoderOf(output);
  const directories = ascending(
    (output.CommonPrefixes ?? []).map(({ Prefix }) => directoryEntry(nameIn(request.prefix, decode(Prefix)))),
  );
  if (request.recursive && directories.length > 0)
    throw new InvalidResponse('a common prefix without a delimiter');
  const objects = ascending((output.Contents ?? []).map((object) => objectEntry(request, object, decode)));
  const all = merged(directories, objects);
  const before = request.token === undefined ? {} : readToken(request.token);
  const lastName = nameAfter(request, all, before.lastKey);
  const lastKey = lastName === undefined ? before.lastKey : request.prefix + lastName;
  const token = isTruncated(output) ? tokenAfter(before, output.NextContinuationToken, lastKey) : undefined;
  // S3 leaves out everything up to StartAfter, including common prefixes. Some servers do not, so it is dropped here.
  return { outcome: 'listed', entries: entriesAfter(request, all), token };
}

/** `all` must be in order. */
function entriesAfter({ prefix, startAfter }: ListRequest, all: Entry[]): Entry[] {
  if (startAfter === undefined) return all;
  const first = all.findIndex(({ name }) => compareNames(prefix + name, startAfter) > 0);
  return first === -1 ? [] : all.slice(first);
}

/** @throws InvalidResponse when the body is not a listing (an HTML page, or empty) and so lacks the field. */
export function isTruncated({ IsTruncated }: Output): boolean {
  if (typeof IsTruncated !== 'boolean')
    throw new InvalidResponse('the listing does not say whether it is truncated');
  return IsTruncated;
}

export function tokenAfter(
  before: ListToken,
  s3Token: string | undefined,
  lastKey: string | undefined,
): string {
  if (!s3Token && lastKey === undefined)
    throw new InvalidResponse('a truncated listing without a token or an entry');
  const goesOnWhereItBegan = s3Token ? s3Token === before.s3Token : lastKey === before.lastKey;
  if (goesOnWhereItBegan) throw new Disordered('a listing that continues where it began');
  return writeToken({ s3Token: s3Token || undefined, lastKey });
}

/**
 * The last name of the page. First checks that the page comes after the last key of the previous page. That key
 * itself, or the directory that contains it, may be repeated. Any other name at or below it shows that the earlier
 * pages were wrong, because they claim to list every name up to that key.
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
    if (!comesAgain) throw new Disordered('a page that starts before the end of the page before it');
  }
  return entries.at(-1)?.name;
}

/** Most keys contain neither character, and testing is faster than decoding. */
const ENCODED = /[%+]/;

/**
 * Keys are decoded only when the response says that they are encoded, because several servers ignore the request to
 * encode them. `+` is a space.
 */
export function decoderOf(output: Output): (text: string | undefined) => string {
  return (text) => {
    if (text === undefined) throw new InvalidResponse('a key is missing');
    if (output.EncodingType !== 'url' || !ENCODED.test(text)) return text;
    try {
      return decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      throw new InvalidResponse('a key with malformed percent-encoding');
    }
  };
}

export function nameIn(prefix: string, key: string): string {
  if (!key.startsWith(prefix)) throw new InvalidResponse('a key outside the prefix');
  return key.slice(prefix.length);
}

function directoryEntry(name: string): Entry {
  if (name === '' || name.indexOf(DELIMITER) !== name.length - 1)
    throw new InvalidResponse('a common prefix that is not a directory name');
  return { type: 'directory', name };
}

function objectEntry(
  { prefix, recursive }: ListRequest,
  object: _Object,
  decode: (text: string | undefined) => string,
): ObjectEntry {
  const name = nameIn(prefix, decode(object.Key));
  if (!recursive && name.includes(DELIMITER))
    throw new InvalidResponse('a key that the delimiter should have cut');
  const { Size, LastModified, ETag, StorageClass, ChecksumAlgorithm, ChecksumType } = object;
  const entry: ObjectEntry = {
    type: 'object',
    name,
    sizeBytes: size(Size),
    lastModifiedMs: LastModified && epochMs(LastModified),
    etag: ETag,
    storageClass: StorageClass,
  };
  // A page has a thousand objects, and adding a field to some is faster than copying the fields of all.
  return ChecksumAlgorithm ? Object.assign(entry, listedChecksum(ChecksumAlgorithm, ChecksumType)) : entry;
}

/** The checksum field, or nothing when S3 did not send it. */
export function listedChecksum(
  algorithms: readonly string[],
  type: string | undefined,
): Pick<ObjectEntry, 'checksum'> {
  if (algorithms.length === 0) return {};
  return { checksum: { algorithms: [...algorithms], type } };
}

export function size(bytes: number | undefined): number {
  if (bytes === undefined || !Number.isSafeInteger(bytes) || bytes < 0)
    throw new InvalidResponse('an invalid size');
  return bytes;
}

export function epochMs(date: Date): number {
  const ms = date.getTime();
  if (!Number.isSafeInteger(ms)) throw new InvalidResponse('an invalid time');
  return ms;
}

/**
 * Checks that the entries are in S3's order, and drops duplicates. If they were not in order, the page would claim
 * that existing names are absent.
 */
function ascending<E extends Entry>(entries: E[]): E[] {
  return entries.filter((entry, i) => {
    const order = i === 0 ? 1 : compareNames(entry.name, entries[i - 1]!.name);
    if (order < 0) throw new Disordered('a listing out of order');
    return order > 0;
  });
}

/**
 * Merges two lists in order. No name is in both lists: a directory's name ends in the delimiter, and an object's name
 * does not contain it.
 */
function merged(directories: Entry[], objects: Entry[]): Entry[] {
  if (directories.length === 0) return objects;
  const all: Entry[] = [];
  let d = 0;
  let o = 0;
  while (d < directories.length && o < objects.length) {
    const directoryFirst = compareNames(directories[d]!.name, objects[o]!.name) < 0;
    all.push(directoryFirst ? directories[d++]! : objects[o++]!);
  }
  return [...all, ...directories.slice(d), ...objects.slice(o)];
}
