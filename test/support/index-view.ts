/** The service's answers over HTTP, in the format of its contract. */
import type { RunningStack } from './stack.ts';

export interface ObjectView {
  type: 'object';
  name: string;
  key: string;
  size: number;
  lastModified?: string;
  etag?: string;
  storageClass?: string;
}

export interface DirectoryView {
  type: 'directory';
  name: string;
  key: string;
}

export type EntryView = ObjectView | DirectoryView;

export interface ListView {
  entries: EntryView[];
  /** The number of requests that the listing took. */
  pages: number;
  /** The Cache-Status of every page. */
  cacheStatus: string[];
}

export interface StatView {
  status: number;
  body: { type?: string; key?: string; code?: string } & Record<string, unknown>;
  cacheStatus: string;
}

const base = (bucket: string) => `/v1/buckets/${bucket}`;

/** Lists the whole directory page by page. */
export async function listAll(
  stack: RunningStack,
  bucket: string,
  prefix: string,
  limit = 1000,
  headers: Record<string, string> = {},
): Promise<ListView> {
  const view: ListView = { entries: [], pages: 0, cacheStatus: [] };
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ prefix, limit: String(limit), ...(cursor && { cursor }) });
    const answer = await stack.api(`${base(bucket)}/entries?${query}`, { headers });
    if (answer.status !== 200) throw new Error(`list ${prefix}: ${answer.status} ${await answer.text()}`);
    const page = (await answer.json()) as { entries: EntryView[]; nextCursor?: string };
    if (page.entries.length > limit)
      throw new Error(`list ${prefix}: ${page.entries.length} entries over ${limit}`);
    view.entries.push(...page.entries);
    view.pages += 1;
    view.cacheStatus.push(answer.headers.get('cache-status') ?? '');
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return view;
}

export async function stat(
  stack: RunningStack,
  bucket: string,
  key: string,
  headers: Record<string, string> = {},
): Promise<StatView> {
  const answer = await stack.api(`${base(bucket)}/stat?${new URLSearchParams({ key })}`, { headers });
  return {
    status: answer.status,
    body: (await answer.json()) as StatView['body'],
    cacheStatus: answer.headers.get('cache-status') ?? '',
  };
}

export async function statMany(
  stack: RunningStack,
  bucket: string,
  keys: string[],
): Promise<{ results: ({ key: string; found: boolean } & Record<string, unknown>)[]; cacheStatus: string }> {
  const answer = await stack.api(`${base(bucket)}/stat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ keys }),
  });
  if (answer.status !== 200) throw new Error(`stat many: ${answer.status} ${await answer.text()}`);
  const { results } = (await answer.json()) as {
    results: ({ key: string; found: boolean } & Record<string, unknown>)[];
  };
  return { results, cacheStatus: answer.headers.get('cache-status') ?? '' };
}
