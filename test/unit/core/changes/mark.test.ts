/** How long a mark is kept (I6), and what replaces it where no mark can be written. */
import { expect, test } from '@jest/globals';
import { mark } from '../../../../lambdas/core/changes/mark.ts';
import { floorKnownMs } from '../../../../lambdas/core/model/bucket-item.ts';
import { KEEP_SLACK_MS, MAX_WATCH_MS, pruneFloorsBefore } from '../../../../lambdas/core/model/life.ts';
import type { Marks } from '../../../../lambdas/core/model/record.ts';
import type { Counter } from '../../../../lambdas/core/ports/telemetry.ts';
import { recordedTable } from '../../../support/recorded-table.ts';

const AT = 1_700_000_000_000;
const MARGIN_MS = 100;
const BOTH = { appearedAt: AT, vanishedAt: AT };

async function marked(request: {
  watchedUntil: number | undefined;
  name?: string;
  marks?: Marks;
  keepSlackMs?: number;
}) {
  const { watchedUntil, name = 'n', marks = BOTH, keepSlackMs } = request;
  const recorded = recordedTable();
  const [waits, counted]: [number[], Counter[]] = [[], []];
  const context = {
    table: recorded.table,
    clock: { now: () => AT },
    waiter: { wait: async (ms: number) => void waits.push(ms) },
    telemetry: { count: (counter: Counter) => void counted.push(counter) },
    settings: { clockMarginMs: MARGIN_MS, keepSlackMs },
  };
  const written = await mark(
    context,
    { directory: { bucket: 'b', prefix: 'd/' }, name, marks },
    watchedUntil,
  );
  return { written, waits, counted, marks: recorded.marks, floors: recorded.floors };
}

test.each([
  ['both', BOTH],
  ['only appearedAt', { appearedAt: AT }],
  ['only vanishedAt', { vanishedAt: AT }],
])('a mark of %s is kept until its watch has ended by every clock, and a minute longer', async (_, marks) => {
  const { written, counted, ...writes } = await marked({ watchedUntil: AT + 5_000, marks });
  expect(writes.marks).toEqual([
    { in: 'd/', name: 'n', marks, keepUntil: AT + 5_000 + 2 * MARGIN_MS + KEEP_SLACK_MS },
  ]);
  expect([written, counted, writes.floors, writes.waits]).toEqual([true, ['marks'], [], []]);
});

test('the slack is a setting', async () => {
  const { marks } = await marked({ watchedUntil: AT + 5_000, keepSlackMs: 7 });
  expect(marks.map(({ keepUntil }) => keepUntil)).toEqual([AT + 5_000 + 2 * MARGIN_MS + 7]);
});

test('an unreadable head counts as watched without end; its mark is kept for the longest possible watch', async () => {
  const { marks } = await marked({ watchedUntil: Number.POSITIVE_INFINITY });
  expect(marks.map(({ keepUntil }) => keepUntil)).toEqual([
    AT + MAX_WATCH_MS + 2 * MARGIN_MS + KEEP_SLACK_MS,
  ]);
});

test('nothing is written in a directory that is not watched', async () => {
  expect(await marked({ watchedUntil: undefined })).toEqual({
    ...{ written: false, waits: [], counted: [], marks: [], floors: [] },
  });
});

test('a name without a sort key raises the floor of its directory, and waits until every instance knows it', async () => {
  expect(await marked({ watchedUntil: AT + 5_000, name: '\ud800', marks: { vanishedAt: AT } })).toEqual({
    written: true,
    waits: [floorKnownMs(MARGIN_MS)],
    counted: ['marks'],
    marks: [],
    floors: [{ prefix: 'd/', at: AT, pruneBefore: pruneFloorsBefore(AT) }],
  });
});
