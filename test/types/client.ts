/**
 * What the client's types allow. Nothing here runs: `tsc` is the test, and a missing expected error is an error too.
 * Checked as a Node program with the rest of the project, and as a browser program with the tsconfig.json in this
 * folder.
 */

import { sigV4 } from '../../contract/client/sigv4.ts';
import {
  createClient,
  type EntryJson,
  S3dexError,
  type S3dexErrorCode,
  type Sort,
} from '../../contract/client.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles only if both types are the same. */
const same = <A, B>(_proof: Same<A, B>): void => {};

const endpoint = 'http://127.0.0.1:4000';
const client = createClient({ endpoint });

export async function answers(): Promise<void> {
  const page = await client.list('demo', 'photos/', { limit: 10, maxAge: 60 });
  same<typeof page.nextCursor, string | undefined>(true);
  same<typeof page.freshness.age, number | undefined>(true);
  // @ts-expect-error a page has no total
  page.total;

  for await (const entry of client.entries('demo')) {
    same<typeof entry, EntryJson>(true);
    // @ts-expect-error a directory has no size
    entry.size;
    if (entry.type === 'object') same<typeof entry.size, number>(true);
    // @ts-expect-error there is no third kind of entry
    if (entry.type === 'file') return;
  }

  const stat = await client.stat('demo', 'a', { detail: 'full' });
  // @ts-expect-error the key may not exist
  stat.type;
  if (!stat.found) same<typeof stat.key, string>(true);
  else if (stat.type === 'object') same<typeof stat.contentType, string | undefined>(true);
  else same<typeof stat.complete, boolean>(true);

  const { results } = await client.statMany('demo', ['a', 'b'] as const);
  // @ts-expect-error the result must be narrowed first: it may not be found
  results[0]?.size;

  const held = await client.inspect('demo', '');
  same<typeof held.coverage, 'complete' | 'partial' | 'none'>(true);
}

export async function questions(): Promise<void> {
  // @ts-expect-error a bucket is needed
  client.list();
  // @ts-expect-error the limit is a number
  client.list('demo', '', { limit: '10' });
  // @ts-expect-error misspelt
  client.list('demo', '', { maxage: 10 });
  // @ts-expect-error only `full` is allowed
  client.stat('demo', 'a', { detail: 'some' });
  // @ts-expect-error keys are an array
  client.statMany('demo', 'a');
  // @ts-expect-error an invalidation takes keys and prefixes
  client.invalidate('demo', { key: 'a' });
  // @ts-expect-error an inspection shows the current state, so it has no freshness options
  client.inspect('demo', '', { noCache: true });
}

export function sortedAndFiltered(): void {
  client.entries('demo', 'photos/', {
    sort: '-lastModified',
    glob: '*.jpg',
    minSize: '50k',
    modifiedAfter: '7d',
  });
  client.list('demo', '', { sort: 'size', partial: true, modifiedBefore: new Date(), maxSize: 1024 });
  client.pages('demo', '', { type: 'directory', sort: '-name', contains: 'raw' });
  const sort: Sort | undefined = endpoint.length > 5 ? '-size' : undefined;
  client.list('demo', '', { sort, glob: '*' });
  client.list('demo', '', { sort: 'name', startAfter: 'photos/cat.jpg' });
  // @ts-expect-error a position in the order of names is not valid in the order of sizes
  client.list('demo', '', { sort: 'size', startAfter: 'photos/cat.jpg' });
  // @ts-expect-error no such order
  client.list('demo', '', { sort: 'date' });
  // @ts-expect-error only sorted answers wait for a whole directory
  client.list('demo', '', { partial: true });
  // @ts-expect-error directories have no size to be sorted by
  client.list('demo', '', { type: 'directory', sort: 'size' });
  // @ts-expect-error directories have no size
  client.list('demo', '', { type: 'directory', minSize: 1 });
  // @ts-expect-error directories have no time
  client.entries('demo', '', { type: 'directory', modifiedAfter: '7d' });
  client.list('demo', '', { recursive: true, sort: '-size', glob: '**/*.jpg' });
  // @ts-expect-error there are no directories in a recursive listing
  client.list('demo', '', { recursive: true, type: 'directory' });
  // @ts-expect-error directories have no class
  client.pages('demo', '', { type: 'directory', storageClass: 'STANDARD' });
  // @ts-expect-error there is no third type
  client.list('demo', '', { type: 'file' });
  // @ts-expect-error a time is a Date or a text
  client.list('demo', '', { modifiedAfter: 7 });
  // @ts-expect-error many pages have no cursor of their own
  client.listMany('demo', ['a/'], { cursor: 'x' });
}

export async function manyDirectories(): Promise<void> {
  const { results } = await client.listMany('demo', ['a/', 'b/'] as const, { limit: 20, maxAge: 60 });
  for (const result of results) {
    // @ts-expect-error it may be a problem instead
    result.entries;
    if ('entries' in result) same<typeof result.entries, EntryJson[]>(true);
    else same<typeof result.problem.status, number>(true);
  }
}

export function options(): void {
  // @ts-expect-error the endpoint is needed
  createClient({});
  // @ts-expect-error misspelt
  createClient({ endpoint, timeout: 5 });
  const sign = sigV4({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  createClient({ endpoint, sign });
  createClient({ endpoint, token: async () => 'renewed' });
  // @ts-expect-error one way to authorize, not two
  createClient({ endpoint, sign, token: 't' });
  // @ts-expect-error a region is needed
  sigV4({ credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
}

export function errors(error: unknown): string {
  if (!(error instanceof S3dexError)) return 'somebody else';
  same<typeof error.code, S3dexErrorCode>(true);
  // @ts-expect-error no such code
  if (error.code === 'not-found') return '';
  return error.code === 'no-such-bucket' ? error.detail : error.message;
}
