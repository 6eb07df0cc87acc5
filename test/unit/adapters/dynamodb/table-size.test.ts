import { describe, expect, test } from '@jest/globals';
import { createTableSize } from '../../../../lambdas/adapters/dynamodb/table-size.ts';

function under(answers: (object | Error)[]) {
  let now = 1_000_000;
  const sent: unknown[] = [];
  const send = async (command: { input: unknown }) => {
    sent.push(command.input);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const size = createTableSize({ client: { send } as never, tableName: 'index', now: () => now });
  return {
    size,
    sent,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const counted = (ItemCount: number) => ({ Table: { ItemCount, TableSizeBytes: ItemCount * 300 } });

describe('table size', () => {
  test('comes from DescribeTable, at most once in ten minutes', async () => {
    const { size, sent, pass } = under([counted(3), counted(4)]);
    expect(await size()).toEqual({ items: 3, bytes: 900 });
    pass(599_999);
    expect(await size()).toEqual({ items: 3, bytes: 900 });
    pass(1);
    expect(await size()).toEqual({ items: 4, bytes: 1200 });
    expect(sent).toEqual([{ TableName: 'index' }, { TableName: 'index' }]);
  });

  test('is unknown if the engine does not report it', async () => {
    expect(await under([{}]).size()).toBeUndefined();
    expect(await under([{ Table: { ItemCount: 3 } }]).size()).toBeUndefined();
  });

  test('is requested again after a failure', async () => {
    const { size } = under([new Error('throttled'), counted(3)]);
    await expect(size()).rejects.toThrow('throttled');
    expect(await size()).toEqual({ items: 3, bytes: 900 });
  });
});
