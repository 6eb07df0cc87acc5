/** Typing the beginning of a name. */
import { expect, test } from '@jest/globals';
import { isTyping, NOTHING_TYPED, rowBeginning, typed } from '../../../../explorer/model/jump.ts';

test('letters typed in quick succession belong together, and a pause starts again', () => {
  const both = typed(typed(NOTHING_TYPED, 'a', 0), 'b', 900);
  expect(both.text).toBe('ab');
  expect(typed(both, 'c', 1_900).text).toBe('c');
});

test('a space is part of the text only after other letters', () => {
  expect(isTyping(NOTHING_TYPED, ' ', 0)).toBe(false);
  expect(isTyping(typed(NOTHING_TYPED, 'a', 0), ' ', 500)).toBe(true);
  expect(isTyping(typed(NOTHING_TYPED, 'a', 0), ' ', 1_500)).toBe(false);
  expect(isTyping(NOTHING_TYPED, 'Enter', 0)).toBe(false);
  expect(isTyping(NOTHING_TYPED, '\u{1f600}', 0)).toBe(true);
});

test('case and width do not matter', () => {
  const rows = [{ name: 'b' }, { name: '\uff21bc' }, { name: 'abd' }];
  expect(rowBeginning(rows, 'aB')).toBe(1);
  expect(rowBeginning(rows, 'abd')).toBe(2);
  expect(rowBeginning(rows, 'x')).toBeUndefined();
});
