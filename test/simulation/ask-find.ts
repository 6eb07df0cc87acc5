/** Asks for sorted and filtered listings and for pages of many directories, to their end, and checks the answers. */
import type { Answer } from '../../lambdas/core/questions/answer.ts';
import type { FoundPage } from '../../lambdas/core/questions/find.ts';
import type { ListPage } from '../../lambdas/core/questions/list.ts';
import type { Manner } from './ask.ts';
import { type Asking, putQuestion } from './asking.ts';
import { checkFound } from './check-find.ts';
import { checkPage } from './check-list.ts';
import type { FindAsked, ListManyAsked } from './find-questions.ts';
import { Violation } from './violation.ts';

/** A sort needs the whole directory, and asks S3 for missing parts only in the first half of its time. */
const ASKING_SHARE = 0.5;

/** Reads page after page, each of a different size, as long as there is a next one. */
export async function askFind(asking: Asking, question: FindAsked, manner: Manner): Promise<void> {
  const { limits, kind: _kind, ...place } = question;
  const { freshness, exact } = manner;
  let after: FoundPage['next'];
  do {
    const lambda = await manner.choose();
    const bucket = asking.bucketOf(lambda);
    const asked = { bucket, ...place, after, limit: limits(), freshness };
    after = undefined;
    await putQuestion<FoundPage>(asking, lambda, {
      what: () => `find ${JSON.stringify({ ...asked, bucket: bucket.name })}`,
      freshness,
      lifeMs: place.recursive ? (bucket.tree?.lifeMs ?? 0) : bucket.listLifeMs,
      exact,
      budgetShare: ASKING_SHARE,
      to: (reader) => reader.find(asked),
      check: (page, window) => {
        if (!page) throw new Violation('failure', 'a listing never fails because a key is missing');
        after = page.next;
        return checkFound(asking.truth, asked, page, window);
      },
    });
  } while (after !== undefined);
}

export async function askListMany(asking: Asking, question: ListManyAsked, manner: Manner): Promise<void> {
  const { places, limit } = question;
  const { freshness, exact } = manner;
  const lambda = await manner.choose();
  const bucket = asking.bucketOf(lambda);
  return putQuestion<Answer<ListPage>[]>(asking, lambda, {
    what: () => `listMany ${JSON.stringify({ places, limit })}`,
    freshness,
    lifeMs: bucket.listLifeMs,
    exact,
    to: (reader) => reader.listMany({ bucket, places, limit, freshness }),
    check: (results, window) => {
      if (results?.length !== places.length)
        throw new Violation('list', `${places.length} directories, ${results?.length} results`);
      const counts = results.map((result, at) => {
        if (result.outcome === 'failed') return checkPart(result);
        return checkPage(asking.truth, { bucket, ...places[at]!, limit, freshness }, result.value, window);
      });
      return counts.reduce((sum, count) => sum + count, 0);
    },
  });

  /**
   * A part may fail for the same reasons as a whole answer: something failed, time was up, or S3 was not allowed to
   * be asked.
   */
  function checkPart({ code }: { code: string }): number {
    const mayFail = code === 'unavailable' ? !exact : code === 'only-if-cached' && freshness.onlyIfCached;
    if (mayFail) return 0;
    throw new Violation('failure', `a part failed although nothing went wrong: ${code}`);
  }
}
