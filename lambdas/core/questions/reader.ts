import type { ServedBucket } from '../model/served-bucket.ts';
import type { Answer, Failed } from './answer.ts';
import type { FindQuestion, FoundPage } from './find.ts';
import type { Inspection } from './inspect.ts';
import type { InvalidateQuestion } from './invalidate.ts';
import type { ListManyQuestion, ListPage, ListQuestion } from './list.ts';
import type { Stat, StatManyQuestion, StatManyResult, StatQuestion } from './stat.ts';
import type { TreeUsage, UsageQuestion } from './usage.ts';

/** The index, as its readers see it. */
export interface Reader {
  list(question: ListQuestion): Promise<Answer<ListPage>>;
  find(question: FindQuestion): Promise<Answer<FoundPage>>;
  /** Results in the order asked, each with its own outcome. Fails as a whole when all of them do. */
  listMany(question: ListManyQuestion): Promise<Answer<Answer<ListPage>[]>>;
  usage(question: UsageQuestion): Promise<Answer<TreeUsage>>;
  stat(question: StatQuestion): Promise<Answer<Stat>>;
  /** Results in the order asked. Fails as a whole rather than leave a key out. */
  statMany(question: StatManyQuestion): Promise<Answer<StatManyResult[]>>;
  /** Returns when nothing observed at or before `invalidatedAt` (epoch ms) will be answered again, by any instance. */
  invalidate(question: InvalidateQuestion): Promise<{ outcome: 'answered'; invalidatedAt: number } | Failed>;
  inspect(question: {
    bucket: ServedBucket;
    directory: string;
  }): Promise<{ outcome: 'answered'; value: Inspection } | Failed>;
}
