/** A very short app with the typed client, which is the same in Node and in a browser. Returns what it finds. */
import { createClient, S3dexError } from '../../../contract/client.ts';

export interface Found {
  names: string[];
  bytes: number;
  again: boolean;
  hit: boolean;
  missing: boolean;
  error: string;
}

export async function app(endpoint: string): Promise<Found> {
  const client = createClient({ endpoint });
  const names: string[] = [];
  let bytes = 0;
  for await (const entry of client.entries('demo', 'photos/', { limit: 2 })) {
    names.push(entry.name);
    if (entry.type === 'object') bytes += entry.size;
  }
  await client.list('demo', 'photos/');
  const { freshness } = await client.list('demo', 'photos/');
  const missing = await client.stat('demo', 'photos/nothing');
  const error = await client.list('nope').catch((thrown: unknown) => thrown);
  return {
    names,
    bytes,
    again: freshness.revalidated,
    hit: freshness.cacheStatus?.hit ?? false,
    missing: !missing.found,
    error: error instanceof S3dexError ? error.code : String(error),
  };
}
