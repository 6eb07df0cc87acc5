/**
 * The project's targets for single steps of an answer: the time relative to the one S3 call that the same answer
 * needs without an index, the total cost in dollars, and the rounds of calls.
 */
import { CHAINS } from './chains.ts';
import { questionUsd, s3dexListing } from './cost-model.ts';
import type { Report } from './report.ts';
import type { Row } from './row.ts';
import { atMost, type Verdict } from './verdict.ts';

const LARGE_PAGE = 1_000;
const SMALL_PAGE = 20;

export function judgeSteps({ cases }: Report): Verdict[] {
  const p50 = (name: string, n: number, rival: Row['rival'] = 's3dex') => {
    const row = cases.find((it) => it.name === name && it.n === n && it.rival === rival);
    if (!row) throw new Error(`no case ${name} of ${n} for ${rival}`);
    return row.p50Ms;
  };
  const besideS3 = (name: string, n: number) => p50(name, n) / p50(name, n, 'list-only');
  const rounds = (question: string) => CHAINS.find((it) => it.question === question)!.now.split(' ').length;
  return [
    atMost('1,000 objects cold: times the time of a LIST', besideS3('cold', LARGE_PAGE), 1.35, COLD),
    atMost('20 objects cold: times the time of a LIST', besideS3('cold', SMALL_PAGE), 1.5, COLD),
    atMost(
      '20 objects after one write: times the time of a LIST',
      besideS3('after-1-write', SMALL_PAGE),
      1,
      LOOK,
    ),
    atMost('stat cold: times the time of a HEAD', besideS3('stat-cold', LARGE_PAGE), 2.4, STAT),
    atMost('1,000 stats in one request, warm, ms', p50('stat-1000-warm', LARGE_PAGE), 25, STATS),
    atMost(
      '1,000 objects warm: $ a million, everything included',
      questionUsd(s3dexListing(LARGE_PAGE, 'warm')),
      2,
      USD,
    ),
    atMost('totals of 100,000 entries, warm: rounds', rounds('totals of 100,000, warm'), 4),
  ];
}

const COLD =
  'Besides the LIST, there are one round of reads and at least two rounds of writes: the watch is written before the LIST (I1), and the page before the answer (Lambda freezes a function after it). Each round takes 5 ms and the time of the local table, which handles the commands of a round one after the other. The SDK and Node, which sign, send and parse the commands, take 86 % of the processor time of small answers (cold and warm listings of 20 objects and cold stats, measured together), and 65 % of that of listings of 1,000 objects.';
const LOOK = 'A round of reads, a HEAD and a write, one after the other.';
const STAT =
  'Two rounds to DynamoDB before the HEAD (the index, then the watch), and one after it. With 7 ms for a round, the three rounds take as long as 1.2 HEADs, so the minimum is about 2.2.';
const STATS = 'All chunks are read, and 1,000 answers are written as JSON.';
const USD =
  'The API takes $1.00, Lambda $0.36, the read units $0.50, and logs $0.26, of which the access log is $0.23. So the target is met with `"accessLog": false`. The log is on by default, because it shows who sent requests, and because the alarm about throttled callers counts its lines.';
