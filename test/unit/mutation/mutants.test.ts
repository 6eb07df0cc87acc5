import { expect, test } from '@jest/globals';
import { mutantsOf } from '../../mutation/mutants.ts';

const changesOf = (text: string) => mutantsOf(text).map(({ from, to }) => `${from} > ${to}`);

test('methods are exchanged by name, but not those that every object has', () => {
  expect(changesOf('export const a = Math.max(b, c);')).toEqual(['max > min']);
  expect(changesOf('export const a = b.toString(16);')).toEqual([]);
});
