/** Empties a table of an engine, page by page of a single item, so that a test can act between any two steps. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Emptied, emptyTable } from '../../cli/empty/empty-table.ts';
import type { Emptying } from '../../cli/empty/emptying.ts';
import type { TableEngine } from './dynalite.ts';

export type Command = Parameters<DynamoDBClient['send']>[0];

export interface Steps {
  /** Called before a command is sent. What it throws is the command's result. */
  before?(command: Command): Promise<void> | void;
  /** Called when the engine has answered. */
  after?(command: Command, answer: unknown): Promise<void> | void;
}

/** The clock that the test advances. */
export interface Clock {
  now: number;
}

export function emptyByItem(
  engine: TableEngine,
  clock: Clock,
  steps: Steps,
  more: Partial<Emptying> = {},
): Promise<Emptied> {
  const send = async (command: Command) => {
    if (command instanceof ScanCommand) command.input.Limit = 1;
    await steps.before?.(command);
    const answer = await engine.client.send(command);
    await steps.after?.(command, answer);
    return answer;
  };
  return emptyTable({
    client: { send } as Emptying['client'],
    tableName: engine.tableName,
    now: () => clock.now,
    wait: async (ms) => {
      clock.now += ms;
    },
    onDeleted: () => {},
    ...more,
  });
}
