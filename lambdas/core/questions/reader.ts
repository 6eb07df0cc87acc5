import type { ServedBucket } from '../model/served-bucket.ts';
import type { Answer, Failed } from './answer.ts';
import type { FindQuestion, FoundPage } from './find.ts';
import type { Inspection } from './inspect.ts';
import type { InvalidateQuestion } from './invalidate.ts';
import type { ListManyQuestion, ListPage, ListQuestion } from './list.ts';
import type { Stat, StatManyQuestion, StatManyResult, StatQuestion } from './stat.ts';
import type { TreeUsage, UsageQuestion } from './usage.ts';

/** The index, as its readers use it. */
export interface Reader {
  list(question: ListQuestion): Promise<Answer<ListPage>>;
  find(question: FindQuestion): Promise<Answer<FoundPage>>;
  /** Results in the given order, each with its own outcome. If all of them fail, the whole question fails. */
  listMany(question: ListManyQuestion): Promise<Answer<Answer<ListPage>[]>>;
  usage(question: UsageQuestion): Promise<Answer<TreeUsage>>;
  stat(question: StatQuestion): Promise<Answer<Stat>>;
  /** Results in the given order. If one key cannot be answered, the whole question fails. */
  statMany(question: StatManyQuestion): Promise<Answer<StatManyResult[]>>;
  /** Resolves when no instance will use an observation made at or before `invalidatedAt` (epoch ms). */
  invalidate(question: InvalidateQuestion): Promise<{ outcome: 'answered'; invalidatedAt: number } | Failed>;
  inspect(question: {
    bucket: ServedBucket;
    directory: string;
  }): Promise<{ outcome: 'answered'; value: Inspection } | Failed>;
}
