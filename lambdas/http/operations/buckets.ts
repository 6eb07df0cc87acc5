/** GET /v1/buckets */
import type { BucketsAnswer } from '../../../contract/answers/buckets.ts';
import { emptyQuery } from '../../../contract/schema.ts';
import type { TreeSettings } from '../../core/model/served-bucket.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import { type Outcome, reported } from '../outcome.ts';
import { parseRequestQuery } from '../parse-request.ts';

export async function buckets(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const none = parseRequestQuery(routed.event, emptyQuery);
  if (none.outcome === 'refused') return none;

  const answer: BucketsAnswer = {
    buckets: [...deps.buckets].map(([name, it]) => ({
      name,
      // A view is kept under its own name, with the settings of its bucket.
      view: name === it.name ? undefined : true,
      events: it.events,
      prefixes: it.prefixes.length > 0 ? it.prefixes : undefined,
      listTtlSeconds: it.listLifeMs / 1000,
      statTtlSeconds: it.statLifeMs / 1000,
      tree: it.tree && it.tree.roots.length > 0 ? encodeTree(it.tree) : undefined,
      downloads: it.downloads,
    })),
  };
  return reported(JSON.stringify(answer));
}

function encodeTree({ roots, lifeMs }: TreeSettings) {
  return { roots, ttlSeconds: lifeMs / 1000 };
}
