/** Asks each kind of question and compares the answer with the truth. */
import type { CacheDirectives } from '../../lambdas/core/questions/cache-directives.ts';
import type { ListPage } from '../../lambdas/core/questions/list.ts';
import type { Stat, StatManyResult } from '../../lambdas/core/questions/stat.ts';
import type { TreeUsage } from '../../lambdas/core/questions/usage.ts';
import { askFind, askListMany } from './ask-find.ts';
import { type Asking, putQuestion, survive } from './asking.ts';
import { checkPage } from './check-list.ts';
import { checkStat } from './check-stat.ts';
import { checkFlatPage, checkUsage } from './check-tree.ts';
import type { ReaderLambda } from './lambdas.ts';
import type { Question } from './questions.ts';
import { Violation } from './violation.ts';

export interface Manner {
  freshness: CacheDirectives;
  /** Chooses the instance for the next request. Each page of a walk may come from a different instance. */
  choose: () => Promise<ReaderLambda>;
  exact: boolean;
}

/** Asks a question to its end and checks every answer. Throws the violation. */
export async function ask(asking: Asking, question: Question, manner: Manner): Promise<void> {
  switch (question.kind) {
    case 'list':
      return walk(asking, question, manner);
    case 'find':
      return askFind(asking, question, manner);
    case 'listMany':
      return askListMany(asking, question, manner);
    case 'usage':
      return usage(asking, question, manner);
    case 'stat':
      return stat(asking, question, manner);
    case 'statMany':
      return statMany(asking, question, manner);
    case 'invalidate':
      return invalidateAndAsk(asking, question, manner);
    case 'inspect': {
      const lambda = await manner.choose();
      await survive(
        lambda,
        lambda.reader.inspect({ bucket: asking.bucketOf(lambda), directory: question.directory }),
      );
    }
  }
}

/** Reads page after page, each of a different size. */
async function walk(asking: Asking, question: Question & { kind: 'list' }, manner: Manner): Promise<void> {
  const { directory, filter, recursive = false, limits } = question;
  const { freshness, exact } = manner;
  let after: string | undefined;
  do {
    const place = {
      directory,
      filter,
      recursive,
      after,
    };
    const lambda = await manner.choose();
    const bucket = asking.bucketOf(lambda);
    const asked = { bucket, ...place, limit: limits(), freshness };
    let next: string | undefined;
    await putQuestion<ListPage>(asking, lambda, {
      what: () => `list ${JSON.stringify({ ...place, limit: asked.limit })}`,
      freshness,
      lifeMs: recursive ? (bucket.tree?.lifeMs ?? 0) : bucket.listLifeMs,
      exact,
      to: (reader) => reader.list(asked),
      check: (page, window) => {
        if (!page) throw new Violation('failure', 'a listing never fails because a key is missing');
        next = page.next;
        return (recursive ? checkFlatPage : checkPage)(asking.truth, asked, page, window);
      },
    });
    after = next;
  } while (after !== undefined);
}

async function usage(asking: Asking, question: Question & { kind: 'usage' }, manner: Manner): Promise<void> {
  const { directory, depth } = question;
  const { freshness, exact } = manner;
  const lambda = await manner.choose();
  const bucket = asking.bucketOf(lambda);
  const asked = { bucket, directory, depth, freshness };
  return putQuestion<TreeUsage>(asking, lambda, {
    what: () => `usage ${JSON.stringify({ directory, depth })}`,
    freshness,
    lifeMs: bucket.tree?.lifeMs ?? 0,
    exact,
    to: (reader) => reader.usage(asked),
    check: (found, window) => {
      if (!found) throw new Violation('failure', 'usage never fails because a key is missing');
      return checkUsage(asking.truth, asked, found, window);
    },
  });
}

async function stat(asking: Asking, question: Question & { kind: 'stat' }, manner: Manner): Promise<void> {
  const { key, full } = question;
  const { freshness, exact } = manner;
  const lambda = await manner.choose();
  const bucket = asking.bucketOf(lambda);
  return putQuestion<Stat>(asking, lambda, {
    what: () => `stat ${JSON.stringify(key)}`,
    freshness,
    lifeMs: bucket.statLifeMs,
    exact,
    to: (reader) => reader.stat({ bucket, key, full, freshness }),
    check: (found, window) => {
      checkStat(asking.truth, key, found, window);
      return 1;
    },
  });
}

async function statMany(
  asking: Asking,
  question: Question & { kind: 'statMany' },
  manner: Manner,
): Promise<void> {
  const { keys } = question;
  // Both values occur, without another random draw.
  const full = keys.length % 2 === 0;
  const { freshness, exact } = manner;
  const lambda = await manner.choose();
  const bucket = asking.bucketOf(lambda);
  return putQuestion<StatManyResult[]>(asking, lambda, {
    what: () => `statMany ${JSON.stringify(keys)}`,
    freshness,
    lifeMs: bucket.statLifeMs,
    exact,
    to: (reader) => reader.statMany({ bucket, keys, full, freshness }),
    check: (results, window) => {
      if (results?.length !== keys.length)
        throw new Violation('stat', `${keys.length} keys, ${results?.length} results`);
      for (const [i, result] of results.entries()) {
        if (result.key !== keys[i]) throw new Violation('stat', `${result.key} in the place of ${keys[i]}`);
        checkStat(asking.truth, result.key, result.found ? result.stat : undefined, window);
      }
      return keys.length;
    },
  });
}

/**
 * Asks immediately after an invalidation. The same instance (which remembers most) or another one answers; no older
 * answer is allowed.
 */
async function invalidateAndAsk(
  asking: Asking,
  question: Question & { kind: 'invalidate' },
  manner: Manner,
): Promise<void> {
  const lambda = await manner.choose();
  if (!(await invalidate(asking, question, lambda))) return;
  const asked = { ...manner, choose: async () => (lambda.instance.alive ? lambda : manner.choose()) };
  for (const directory of question.prefixes)
    await ask(asking, { kind: 'list', directory, filter: '', limits: () => 1_000 }, asked);
  for (const key of question.keys) await ask(asking, { kind: 'stat', key, full: false }, asked);
}

/** Sends an invalidation. Returns true if it returned. */
async function invalidate(
  asking: Asking,
  question: Question & { kind: 'invalidate' },
  lambda: ReaderLambda,
): Promise<boolean> {
  const { keys, prefixes } = question;
  const seq = asking.s3.seq;
  asking.counts.questions += 1;
  lambda.instance.note(() => `is asked: invalidate ${JSON.stringify({ keys, prefixes })}`);
  const answer = await survive(
    lambda,
    lambda.reader.invalidate({ bucket: asking.bucketOf(lambda), keys, prefixes }),
  );
  lambda.instance.note(() => `ANSWERS invalidate: ${lambda.instance.show(answer)}`);
  if (answer === 'crashed' || answer.outcome !== 'answered') return false;
  asking.counts.answers += 1;
  asking.knowledge.learnInvalidated(keys, prefixes, seq);
  return true;
}
