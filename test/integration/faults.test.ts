/**
 * A part of the fault matrix: every twelfth call site with one fault (`npm run test:faults` runs all of it, CI a
 * larger part). The pairs are random. A failure prints FAULTS_OFFSET, which selects the same pairs again.
 */
import { expect, test } from '@jest/globals';
import { SITES } from '../faults/call-sites.ts';
import { FAULTS } from '../faults/faults.ts';
import { type Cell, chosenCells, isSlow, ROWS, rowName, runMatrix } from '../faults/matrix.ts';
import { RUN_SEED } from '../support/seed.ts';

const SLICE_TIMEOUT_MS = 120_000;
const ROW_STEP = 12;

test('every call site has a row in the matrix', () => {
  const rows = new Set(ROWS.map(({ endpoint, site }) => `${endpoint}: ${site}`));
  const sites = Object.entries(SITES).flatMap(([endpoint, all]) => all.map((site) => `${endpoint}: ${site}`));
  expect([...rows].sort()).toEqual(sites.sort());
});

test(
  'with any fault of a call, the answer is right or a declared error, and the next request works',
  async () => {
    const offset = Number(process.env.FAULTS_OFFSET ?? RUN_SEED % FAULTS.length);
    const results = await runMatrix(slice(offset));
    const wrongs = results.flatMap(({ row, fault, notes }) =>
      notes.map((note) => `${rowName(row)}, ${fault.name}: ${note}`),
    );
    expect({ offset, wrongs }).toEqual({ offset, wrongs: [] });
    const answered = results.reduce((sum, { counts }) => sum + counts.index + counts.s3 + counts.error, 0);
    expect(answered).toBeGreaterThanOrEqual(results.length);
  },
  SLICE_TIMEOUT_MS,
);

/**
 * One cell of every twelfth row, with a different fault than in the row before. Cells that wait for a client's timeout
 * run only in the whole matrix.
 */
function slice(offset: number): Cell[] {
  const quick = chosenCells('', '').filter((cell) => !isSlow(cell));
  return ROWS.flatMap((row, i) => {
    if ((offset + i) % ROW_STEP !== 0) return [];
    const own = quick.filter((cell) => cell.row === row);
    return own.length === 0 ? [] : [own[(offset + i) % own.length]!];
  });
}
