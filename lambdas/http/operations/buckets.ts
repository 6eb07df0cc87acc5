/** GET /v1/buckets */
import type { BucketsAnswer } from '../../../contract/answers.ts';
import { emptyQuery } from '../../../contract/schema.ts';
import type { TreeSettings } from '../../core/model/served-bucket.ts';
import type { Call, HttpDeps } from '../call.ts';
import { type Outcome, reported } from '../outcome.ts';
import { readQuery } from '../read.ts';

export async function buckets(call: Call, deps: HttpDeps): Promise<Outcome> {
  const none = readQuery(call.event, emptyQuery);
  if (none.outcome === 'refused') return none;

  const answer: BucketsAnswer = {
    buckets: [...deps.buckets].map(([name, it]) => ({
      name,
      events: it.events,
      prefixes: it.prefixes.length > 0 ? it.prefixes : undefined,
      listTtlSeconds: it.listLifeMs / 1000,
      statTtlSeconds: it.statLifeMs / 1000,
      tree: it.tree && it.tree.roots.length > 0 ? encodeTree(it.tree) : undefined,
    })),
  };
  return reported(JSON.stringify(answer));
}

function encodeTree({ roots, lifeMs }: TreeSettings) {
  return { roots, ttlSeconds: lifeMs / 1000 };
}
