/**
 * A slice of the fault matrix (`npm run test:faults` is the whole): every call site with one fault, every fault at
 * some call site. Which meet is left to chance; FAULTS_OFFSET, told when it fails, brings the same together again.
 */
import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { SITES } from '../faults/call-sites.ts';
import { FAULTS } from '../faults/faults.ts';
import { type Cell, chosenCells, isSlow, ROWS, rowName, runMatrix } from '../faults/matrix.ts';

const SLICE_TIMEOUT_MS = 120_000;

test('every call site has a row in the matrix', () => {
  const rows = new Set(ROWS.map(({ endpoint, site }) => `${endpoint}: ${site}`));
  const sites = Object.entries(SITES).flatMap(([endpoint, all]) => all.map((site) => `${endpoint}: ${site}`));
  expect([...rows].sort()).toEqual(sites.sort());
});

test(
  'whatever befalls a call: the answer is right or a declared error, and the next one works',
  async () => {
    const offset = Number(process.env.FAULTS_OFFSET ?? randomInt(FAULTS.length));
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
 * Of each row the cell of another fault than of the row before; those that wait for a client to give up are left to
 * the whole.
 */
function slice(offset: number): Cell[] {
  const quick = chosenCells('', '').filter((cell) => !isSlow(cell));
  return ROWS.flatMap((row, i) => {
    const own = quick.filter((cell) => cell.row === row);
    return own.length === 0 ? [] : [own[(offset + i) % own.length]!];
  });
}
