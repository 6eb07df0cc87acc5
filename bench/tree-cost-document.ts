/** The part of docs/cost.md about recursive listings and usage. */
import { PRICES } from '../contract/prices.ts';
import { eventUsd, questionUsd } from './cost-model.ts';
import { markdownTable } from './markdown.ts';
import {
  chainUsd,
  s3dexRecursive,
  s3dexUsage,
  TREE_MARK_USD,
  type TreeState,
  unitsOfOneDirectory,
  usageLosesFrom,
} from './tree-cost-model.ts';

const SIZES = [1_000, 100_000, 1_000_000];
const STATES: TreeState[] = ['cold', 'warm', 'after-1-write'];
const DIRECTORY_OBJECTS = 20;

const count = (value: number) => value.toLocaleString('en-US');
const usd = (value: number) => `$${value >= 100 ? count(Math.round(value)) : value.toFixed(2)}`;

export function treeCosts(): string {
  return `## A million questions about everything below a directory

A recursive listing of 1,000 objects in ${1_000 / DIRECTORY_OBJECTS} directories of ${DIRECTORY_OBJECTS}. A LIST for each directory would cost ${usd((1e6 * 1_000 * PRICES.s3List) / DIRECTORY_OBJECTS)}, one LIST without a delimiter costs ${usd(chainUsd(1_000))}.

${recursiveTable()}

The usage (number and size of everything below) of directories of 100 objects each. *A chain of LISTs* is a program that stores nothing: it sends a LIST for each 1,000 objects, every time. s3dex lists a large tree
in parallel parts, which takes about a tenth more LISTs.

${usageTable()}

A digest has a row for each directory with keys in each half of a LIST page. So 1,000,000 objects in 10,000 directories take about ${Math.round(s3dexUsage(1_000_000, 'warm').calls.rru)} read units to sum up, and about ${Math.round(unitsOfOneDirectory(1_000_000))} if all are in one directory.
An event below a watched tree costs one additional mark (${usd(TREE_MARK_USD)} a million), however many directories above it are watched.

Where s3dex costs more:

- **A tree that is asked for once.** The first usage of 1,000,000 objects costs ${usd(questionUsd(s3dexUsage(1_000_000, 'cold')))} a million, the chain of LISTs ${usd(chainUsd(1_000_000))}. The second question costs so much less that both together cost less than two chains.
- **Writes everywhere between two questions.** If objects are written all over the tree, each page of 1,000 keys with a change is listed again and stored, and each event costs a mark. For 1,000,000 objects s3dex costs more when ${loses(1_000_000)} of the ${count(1_000)} pages were written to since the last question; for 100,000 objects, ${loses(100_000)} of 100.
- **A small tree that is listed recursively and rarely asked for.** ${usd(questionUsd(s3dexRecursive(1_000, 'cold')))} a million cold, against ${usd(chainUsd(1_000))} for one LIST. Therefore the first three small questions (up to 100 names) about a cold directory are not stored.
- **Many writes in a tree that is watched, but rarely asked for.** Every event costs a mark until the watch ends, one and a half lives after the last LIST.`;
}

function loses(n: number): string {
  const from = usageLosesFrom(n, eventUsd(1));
  return from === undefined ? 'never, even if all' : `${count(from)} or more`;
}

function recursiveTable(): string {
  return partsTable(STATES.map((state) => [state.replaceAll('-', ' '), s3dexRecursive(1_000, state)]));
}

function usageTable(): string {
  return partsTable(
    SIZES.flatMap((n) =>
      STATES.map((state): [string, ReturnType<typeof s3dexUsage>, number] => [
        `${count(n)}, ${state.replaceAll('-', ' ')}`,
        s3dexUsage(n, state),
        chainUsd(n),
      ]),
    ),
  );
}

function partsTable(lines: [string, ReturnType<typeof s3dexUsage>, number?][]): string {
  const hasChain = lines.some(([, , chain]) => chain !== undefined);
  return markdownTable(
    [
      'objects',
      'LIST',
      'HEAD',
      'read units',
      'write units',
      's3dex, everything included',
      ...(hasChain ? ['a chain of LISTs'] : []),
    ],
    lines.map(([what, question, chain]) => {
      const { s3Lists, s3Heads, rru, wru } = question.calls;
      const cells = [s3Lists, s3Heads, rru, wru].map(count);
      return [what, ...cells, usd(questionUsd(question)), ...(chain === undefined ? [] : [usd(chain)])];
    }),
  );
}
