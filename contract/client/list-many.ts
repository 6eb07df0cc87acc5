/** Lists many directories, as many in each request as the service accepts. */
import { MAX_LIST_PREFIXES } from '../bounds.ts';
import type { Ask } from './ask.ts';
import { MAX_PARALLEL_BATCHES } from './batches.ts';
import { combined, type Freshness } from './freshness.ts';
import { badAnswer, send, type Transport } from './transport.ts';
import type { ListManyAnswer } from './wire-types.ts';

export interface ListManyOptions extends Ask {
  /** Maximum number of entries for each directory, 1 to 1,000. Default 1,000. */
  limit?: number;
}

export async function listMany(
  transport: Transport,
  bucket: string,
  prefixes: readonly string[],
  options: ListManyOptions,
): Promise<ListManyAnswer & { freshness: Freshness }> {
  const batches: string[][] = [];
  for (let at = 0; at < prefixes.length; at += MAX_LIST_PREFIXES) {
    batches.push(prefixes.slice(at, at + MAX_LIST_PREFIXES));
  }
  const results: ListManyAnswer['results'] = [];
  const parts: Freshness[] = [];
  for (let at = 0; at < batches.length; at += MAX_PARALLEL_BATCHES) {
    const answers = await Promise.all(
      batches
        .slice(at, at + MAX_PARALLEL_BATCHES)
        .map((batch) => listBatch(transport, bucket, batch, options)),
    );
    for (const answer of answers) {
      results.push(...answer.results);
      parts.push(answer.freshness);
    }
  }
  return { results, freshness: combined(parts) };
}

async function listBatch(
  transport: Transport,
  bucket: string,
  prefixes: string[],
  { limit, ...ask }: ListManyOptions,
): Promise<ListManyAnswer & { freshness: Freshness }> {
  const body = { prefixes, limit };
  const answer = await send(transport, { operation: 'listMany', bucket, body, ask });
  const { results } = answer.body as { results?: unknown };
  if (!Array.isArray(results) || results.length !== prefixes.length) {
    throw badAnswer(`results: must be one for each of the ${prefixes.length} prefixes requested`);
  }
  return { results: results as ListManyAnswer['results'], freshness: answer.freshness };
}
