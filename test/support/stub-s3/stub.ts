/**
 * One bucket of a small S3, whose manners determine how it lists. server.ts serves it over HTTP. Properties with
 * thousands of cases use `client`, the `send` of an SDK client without HTTP.
 */
import {
  HeadObjectCommand,
  type HeadObjectCommandInput,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { compareNames } from '../../../shared/byte-order.ts';
import { type Item, type Manners, ORDERS, PAGINGS, RIGHT } from './manners.ts';

const METADATA = { httpStatusCode: 200, requestId: 'stub' };

export class StubS3 {
  /** The size of each object, by key. */
  readonly keys: Map<string, number>;
  /** Directories that are listed although they are empty. */
  readonly emptyDirectories = new Set<string>();
  manners: Manners;
  /** The maximum number of names in a page, whatever the request asks for. */
  pageSize: number;
  lists = 0;

  constructor(keys: Iterable<string> = [], manners: Manners = RIGHT, pageSize = 1_000) {
    this.keys = new Map(Array.from(keys, (key) => [key, 1]));
    this.manners = manners;
    this.pageSize = pageSize;
  }

  get client(): Pick<S3Client, 'send'> {
    const send = async (command: unknown) => {
      if (command instanceof ListObjectsV2Command) return this.list(command.input);
      if (command instanceof HeadObjectCommand) return this.#head(command.input);
      throw new Error('the stub supports only LIST and HEAD');
    };
    return { send: send as never };
  }

  /** The names that a correct server would list, in S3's order. */
  namesIn(prefix: string, delimiter = '/'): string[] {
    return this.#items(prefix, delimiter)
      .map(({ name }) => name)
      .sort(compareNames);
  }

  list(input: ListObjectsV2CommandInput): ListObjectsV2CommandOutput {
    this.lists++;
    const { Prefix = '', Delimiter = '', MaxKeys = 1_000, StartAfter, ContinuationToken } = input;
    const size = Math.min(MaxKeys, this.pageSize);
    const ordered = this.#items(Prefix, Delimiter).sort(ORDERS[this.manners.order]);
    const listable =
      StartAfter === undefined || ContinuationToken !== undefined
        ? ordered
        : this.#after(ordered, Prefix, StartAfter);
    const from = ContinuationToken
      ? PAGINGS[this.manners.paging](Number(ContinuationToken.split(':')[1]), size)
      : 0;
    const page = listable.slice(from, from + size);
    const next = from + size;
    const isTruncated = next < listable.length;
    // The token is the position in the whole order, so it differs between pages.
    const place = isTruncated ? ordered.indexOf(listable[next]!) : 0;
    return {
      $metadata: METADATA,
      IsTruncated: isTruncated,
      ...(isTruncated && { NextContinuationToken: `${this.lists}:${place}` }),
      Contents: page
        .filter((it) => !it.isDirectory)
        .map(({ name }) => ({
          ...{ Key: Prefix + name, Size: this.keys.get(Prefix + name)! },
          ...{ LastModified: new Date(0), ETag: '"e"' },
        })),
      CommonPrefixes: page.filter((it) => it.isDirectory).map(({ name }) => ({ Prefix: Prefix + name })),
    };
  }

  /** The answer to a HEAD; undefined if no such key exists. */
  object(key: string): HeadObjectCommandOutput | undefined {
    const size = this.keys.get(key);
    if (size === undefined) return undefined;
    return { $metadata: METADATA, ContentLength: size, LastModified: new Date(0), ETag: '"e"' };
  }

  #head({ Key = '' }: HeadObjectCommandInput): HeadObjectCommandOutput {
    const object = this.object(Key);
    if (object) return object;
    const $metadata = { ...METADATA, httpStatusCode: 404 };
    throw Object.assign(new Error('no such key'), { name: 'NotFound', $metadata });
  }

  #items(prefix: string, delimiter: string): Item[] {
    const items = new Map<string, Item>();
    for (const key of [...this.keys.keys(), ...this.emptyDirectories]) {
      if (!key.startsWith(prefix) || (this.emptyDirectories.has(key) && key === prefix)) continue;
      const name = key.slice(prefix.length);
      const cut = delimiter === '' ? -1 : name.indexOf(delimiter);
      if (cut === -1 && this.emptyDirectories.has(key)) continue;
      const shown = cut === -1 ? name : name.slice(0, cut + 1);
      items.set(shown, { name: shown, isDirectory: cut !== -1 });
    }
    return [...items.values()];
  }

  #after(ordered: Item[], prefix: string, startAfter: string): Item[] {
    if (!this.keys.has(startAfter) && this.manners.start !== 'right')
      return this.manners.start.startsWith('ignored') ? ordered : [];
    return ordered.filter(({ name }) => compareNames(prefix + name, startAfter) > 0);
  }
}
