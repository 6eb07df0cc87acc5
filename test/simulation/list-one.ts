/** Lists one name with `no-cache`, so that the index stores a whole new page. */
import type { ListPage } from '../../lambdas/core/questions/list.ts';
import { type Asking, putQuestion } from './asking.ts';
import { checkPage } from './check-list.ts';
import { checkFlatPage } from './check-tree.ts';
import type { ReaderLambda } from './lambdas.ts';
import { ORDINARY } from './questions.ts';

/** Returns how long the stored page may still be used, ms. 0 if it was not stored. */
export async function listOne(
  asking: Asking,
  lambda: ReaderLambda,
  { directory, recursive }: { directory: string; recursive: boolean },
): Promise<number> {
  const bucket = asking.bucketOf(lambda);
  const freshness = { ...ORDINARY, noCache: true };
  const question = { bucket, directory, recursive, filter: '', limit: 1, freshness };
  let leftMs = 0;
  await putQuestion<ListPage>(asking, lambda, {
    what: () => `list one name of ${JSON.stringify({ directory, recursive })}`,
    freshness,
    lifeMs: recursive ? (bucket.tree?.lifeMs ?? 0) : bucket.listLifeMs,
    exact: true,
    to: async (reader) => {
      const answer = await reader.list(question);
      if (answer.outcome === 'answered' && answer.provenance.stored)
        leftMs = answer.provenance.endsAt - lambda.instance.now();
      return answer;
    },
    check: (page, window) => (recursive ? checkFlatPage : checkPage)(asking.truth, question, page!, window),
  });
  return Math.max(0, leftMs);
}
