/** Which directories the demo shows. */
import { expect, test } from '@jest/globals';
import { choose } from '../../../../cli/demo/choose.ts';

const directories = (...files: number[]) => files.map((count) => ({ prefix: `d${count}/`, files: count }));
const chosen = (...files: number[]) => choose(directories(...files)).map((one) => one.files);

test('chooses directories with about 20 files, about 100, and the most', () => {
  expect(chosen(1, 18, 21, 95, 130, 4000)).toEqual([21, 95, 4000]);
});

test('chooses no directory twice, and none if there are none', () => {
  expect(chosen(7)).toEqual([7]);
  expect(chosen(20, 100)).toEqual([20, 100]);
  expect(chosen()).toEqual([]);
});
