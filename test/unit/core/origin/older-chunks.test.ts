/** The chunks that a page replaces: when they are known already, and when the search for them ends. */
import { describe, expect, test } from '@jest/globals';
import type { Chunk } from '../../../../lambdas/core/model/chunk.ts';
import {
  END,
  EVERYTHING,
  type NameRange,
  type Position,
  START,
} from '../../../../lambdas/core/model/range.ts';
import { olderChunks } from '../../../../lambdas/core/origin/older-chunks.ts';
import type { ChunkPage } from '../../../../lambdas/core/ports/index-table.ts';
import { questionIn } from '../../../support/scope.ts';
import { World } from '../../../support/world.ts';

const chunkAt = (after: Position) => ({ after }) as Chunk;
const nameOf = (i: number) => `n${String(i).padStart(4, '0')}`;

/** `answerOf`: the starts of the chunks that the index returns from this position on, and whether it has more. */
async function found(
  page: NameRange,
  answerOf: (from: Position) => [starts: Position[], more: boolean] | undefined,
  gap: Parameters<typeof olderChunks>[2] = { known: [] },
) {
  const at = await questionIn(new World(), 'd/');
  const reads: Position[] = [];
  at.index.readChunks = async ({ from, limit }): Promise<ChunkPage | undefined> => {
    expect(limit).toBe(32);
    reads.push(from);
    const answer = answerOf(from);
    return answer && { chunks: answer[0].map(chunkAt), more: answer[1] };
  };
  const chunks = await olderChunks(at, page, gap);
  return { starts: chunks?.map(({ after }) => after), reads };
}

describe('chunks that were read before', () => {
  const known = [chunkAt('k')];
  const knowing = (knownIn: NameRange | undefined, page: NameRange = { after: 'b', through: 'm' }) =>
    found(page, () => [['r'], false], { known, knownIn });

  test('are enough if they were read in all of the page', async () => {
    const ranges: NameRange[] = [EVERYTHING, { after: 'b', through: 'm' }, { after: START, through: 'm' }];
    for (const range of ranges) expect(await knowing(range)).toEqual({ starts: ['k'], reads: [] });
  });

  test('are not enough otherwise', async () => {
    const ranges: NameRange[] = [
      { after: 'c', through: END },
      { after: START, through: 'l' },
    ];
    for (const range of [undefined, ...ranges])
      expect(await knowing(range)).toEqual({ starts: ['r'], reads: ['b'] });
  });
});

describe('the search for older chunks', () => {
  test('has no result when the index fails', async () => {
    expect(await found(EVERYTHING, () => undefined)).toEqual({ starts: undefined, reads: [START] });
    const later = (from: Position): [Position[], boolean] | undefined =>
      from === START ? [['a'], true] : undefined;
    expect(await found(EVERYTHING, later)).toEqual({ starts: undefined, reads: [START, 'a'] });
  });

  test('goes on from the last chunk found, and counts each once', async () => {
    const pages: Record<string, [Position[], boolean]> = { a: [['a', 'b'], true], b: [['b', 'c'], false] };
    expect(
      await found(EVERYTHING, (from) => (from === START ? [['a'], true] : pages[String(from)]!)),
    ).toEqual({
      ...{ starts: ['a', 'b', 'c'], reads: [START, 'a', 'b'] },
    });
  });

  test('ends where nothing further is found', async () => {
    expect((await found(EVERYTHING, () => [[], true])).reads).toEqual([START]);
    expect((await found(EVERYTHING, () => [[START], true])).reads).toEqual([START]);
    expect((await found({ after: 'b', through: END }, () => [['b'], true])).reads).toEqual(['b']);
    expect((await found({ after: 'b', through: END }, () => [['a'], true])).reads).toEqual(['b']);
  });

  test('ends with the page', async () => {
    const page: NameRange = { after: START, through: 'm' };
    expect((await found(page, (from) => [[from === START ? 'l' : 'x'], true])).reads).toEqual([START, 'l']);
    expect((await found(page, () => [['m'], true])).reads).toEqual([START]);
  });

  test('ends after 40 reads', async () => {
    let reads = 0;
    const { starts } = await found(EVERYTHING, () => [[nameOf(reads++)], true]);
    expect([reads, starts!.length]).toEqual([40, 40]);
  });
});
