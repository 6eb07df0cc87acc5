import { expect, test } from '@jest/globals';
import { failedIds } from '../../../local/batch-outcome.ts';

const IDS = ['a', 'b', 'c'];

test.each([
  [undefined, []],
  [null, []],
  [{}, []],
  [{ batchItemFailures: [] }, []],
  [{ batchItemFailures: null }, []],
  [{ batchItemFailures: [{ itemIdentifier: 'b' }] }, ['b']],
  [{ batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'b' }] }, ['b']],
  [{ batchItemFailures: [{ itemIdentifier: 'z' }] }, IDS],
  [{ batchItemFailures: [{ itemIdentifier: '' }] }, IDS],
  [{ batchItemFailures: [{ itemIdentifier: null }] }, IDS],
  [{ batchItemFailures: [{ wrongName: 'b' }] }, IDS],
  [{ batchItemFailures: [null] }, IDS],
  [{ batchItemFailures: 'b' }, IDS],
  ['text', IDS],
])('the answer %j lets %j come again', (answer, expected) => {
  expect([...failedIds({ answer }, IDS)]).toEqual(expected);
});

test('after an exception, all messages are delivered again', () => {
  expect([...failedIds({ thrown: true }, IDS)]).toEqual(IDS);
});
