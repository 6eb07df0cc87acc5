/** Lists one name with `no-cache`, so that the index stores a whole new page. */
import type { ListPage } from '../../lambdas/core/questions/list.ts';
import { type Asking, putQuestion } from './asking.ts';
import { checkPage } from './check-list.ts';
import { checkFlatPage } from './check-tree.ts';
import type { ReaderLambda } from './lambdas.ts';
import { ORDINARY } from './questions.ts';

/** The time that the page must still be valid, because an older record may live longer than the page. */
const LONG_ENOUGH_MS = 1_000;

/** Returns whether the index stored the whole page, for long enough to ask about everything. */
export async function listOne(
  asking: Asking,
  lambda: ReaderLambda,
  { directory, recursive }: { directory: string; recursive: boolean },
): Promise<boolean> {
  const bucket = asking.bucketOf(lambda);
  const freshness = { ...ORDINARY, noCache: true };
  const question = { bucket, directory, recursive, filter: '', limit: 1, freshness };
  let isKept = false;
  await putQuestion<ListPage>(asking, lambda, {
    what: () => `list one name of ${JSON.stringify({ directory, recursive })}`,
    freshness,
    lifeMs: recursive ? (bucket.tree?.lifeMs ?? 0) : bucket.listLifeMs,
    exact: true,
    to: async (reader) => {
      const answer = await reader.list(question);
      const leftMs = (answer.provenance?.endsAt ?? 0) - lambda.instance.now();
      isKept = answer.outcome === 'answered' && answer.provenance.stored && leftMs > LONG_ENOUGH_MS;
      return answer;
    },
    check: (page, window) => (recursive ? checkFlatPage : checkPage)(asking.truth, question, page!, window),
  });
  return isKept;
}
