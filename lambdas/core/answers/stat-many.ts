/** Up to 1,000 stats in one request, grouped by directory. */
import { inParallel } from '../../../shared/in-parallel.ts';
import { placeOfKey } from '../model/names.ts';
import { type Answer, type Failed, isFailed } from '../questions/answer.ts';
import type { StatManyQuestion, StatManyResult } from '../questions/stat.ts';
import { answerInTime } from '../request/answer-in-time.ts';
import { fold, type WithEvidence } from '../request/evidence.ts';
import type { Instance } from '../request/instance.ts';
import { orStale } from '../request/or-stale.ts';
import { ReadContext } from '../request/read-context.ts';
import { S3Ceiling } from '../request/s3-ceiling.ts';
import { atDirectory } from '../request/scope-context.ts';
import type { Detail } from './see-object.ts';
import { statKey } from './stat.ts';
import { type Stats, statNames } from './stat-names.ts';

const DIRECTORIES_AT_ONCE = 8;

export async function statMany(
  instance: Instance,
  question: StatManyQuestion,
): Promise<Answer<StatManyResult[]>> {
  const { bucket, keys } = question;
  const detail = question.full ? 'full' : 'entry';
  const context = ReadContext.open(instance, question, bucket.statLifeMs);
  context.store.setCeiling(new S3Ceiling());
  return answerInTime(context, async () => {
    const { value, evidence } = await orStale(context, () => statAll(context, keys, detail));
    return { value: isFailed(value) ? value : resultsOf(keys, value), evidence };
  });
}

function resultsOf(keys: readonly string[], stats: Stats): StatManyResult[] {
  return keys.map((key): StatManyResult => {
    const found = stats.get(key);
    return found ? { key, found: true, stat: found } : { key, found: false };
  });
}

async function statAll(
  context: ReadContext,
  keys: readonly string[],
  detail: Detail,
): Promise<WithEvidence<Stats | Failed>> {
  const directories: string[] = [];
  const namesByPrefix = new Map<string, string[]>();
  for (const key of new Set(keys)) {
    const { prefix, name } = placeOfKey(key);
    const names = namesByPrefix.get(prefix);
    if (name === '') directories.push(key);
    else if (names) names.push(name);
    else namesByPrefix.set(prefix, [name]);
  }
  const work = [
    ...[...namesByPrefix].map(
      ([prefix, names]) =>
        () =>
          statNames(atDirectory(context, prefix), names, detail),
    ),
    ...directories.map((key) => () => statDirectoryKey(context, key)),
  ];
  const parts = await inParallel(work, DIRECTORIES_AT_ONCE, (run) => run());
  const evidence = fold(...parts.map((part) => part.evidence));
  const stats: Stats = new Map();
  for (const { value } of parts) {
    if (isFailed(value)) return { value, evidence };
    for (const [key, found] of value) stats.set(key, found);
  }
  return { value: stats, evidence };
}

async function statDirectoryKey(context: ReadContext, key: string): Promise<WithEvidence<Stats | Failed>> {
  const { value, evidence } = await statKey(context, key, 'entry');
  if (!isFailed(value)) return { value: new Map([[key, value]]), evidence };
  return { value: value.code === 'no-such-key' ? new Map([[key, undefined]]) : value, evidence };
}
