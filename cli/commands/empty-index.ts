/** `s3dex empty-index`: deletes every item of the table, in an order that keeps answers correct. */
import type { Command } from 'commander';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Run, Session } from '../session.ts';
import { createProgress } from '../text/progress.ts';
import { count, plural } from '../text/quantities.ts';
import { UsageError } from '../usage-error.ts';

interface EmptyIndexOptions {
  table: string;
  dynamodbEndpoint?: string;
  yes?: boolean;
}

export function addEmptyIndex(program: Command, run: Run): void {
  const command = program
    .command('empty-index')
    .summary('delete every item of the index table')
    .description(
      'Delete every item of the index table, also the fills (their status is then 404). Objects are not changed. No answer is wrong: until the deletion is complete, all answers come from S3; ' +
        'afterwards they come from the index as it fills again. But until then, nothing that was read can be used again. So a sorted listing of a directory of more than 50,000 names answers 503 each time, ' +
        'the usage of a tree of more than 2,000 LISTs stays incomplete, and a fill pays for LISTs that nobody can use: start no fills. ' +
        'Before it deletes, the command waits a minute for the requests in progress, and afterwards a minute for deletions that DynamoDB makes late. It uses DynamoDB directly, with your own AWS credentials (Scan, UpdateItem, BatchWriteItem, DeleteItem), and asks for confirmation. ' +
        'It refuses a table with an item that s3dex did not write. If it is stopped half-way, the index stays locked for up to a day; run it again to finish.',
    )
    .requiredOption('--table <name>', "the table's name (the output TableName of the stack)")
    .helpOption('-h, --help', 'print help')
    .option('--dynamodb-endpoint <url>', 'the DynamoDB server, if it is not AWS')
    .option('-y, --yes', 'do not ask for confirmation')
    .action((options: EmptyIndexOptions) => run(command, (session) => emptyIndex(session, options)));
  addExamples(command, [
    [
      'a table on your own server, without confirmation',
      's3dex empty-index --table s3dex-test --yes --dynamodb-endpoint http://127.0.0.1:8000',
    ],
  ]);
}

async function emptyIndex(session: Session, options: EmptyIndexOptions): Promise<ExitCode> {
  const { world } = session;
  if (!options.yes && !(await isConfirmed(session, options.table))) return EXIT.nothing;
  const { ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  const { dynamodbClient } = await import('../empty/dynamodb-client.ts');
  const { emptyTable } = await import('../empty/empty-table.ts');
  const { region, profile } = session.options;
  const client = dynamodbClient({ endpoint: options.dynamodbEndpoint, region, profile });
  const progress = createProgress(world.err, world.now);
  try {
    const { items, buckets } = await emptyTable({
      client,
      tableName: options.table,
      // The SDK corrects the times of its signatures if this machine's clock is wrong by minutes.
      now: () => world.now() + client.config.systemClockOffset,
      signal: world.signal,
      wait: (ms) => world.wait(ms, world.signal),
      onWaiting: (ms, reason) => progress.note(`waiting ${Math.ceil(ms / 1_000)} s for ${reason}`),
      onDeleted: (done) => progress.note(`${plural(done, 'item')} deleted`),
    });
    progress.end();
    if (session.options.json) await session.json({ table: options.table, items, buckets });
    else
      await session.say(
        `${options.table}: ${count(items)} items deleted, of ${plural(buckets.length, 'bucket')}`,
      );
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new UsageError(`no table ${options.table} in ${await client.config.region()}`);
  } finally {
    progress.end();
    client.destroy();
  }
}

async function isConfirmed({ world }: Session, table: string): Promise<boolean> {
  if (!world.ask)
    throw new UsageError(
      'There is no terminal to ask for confirmation; use --yes to empty the table without it.',
    );
  const answer = await world.ask(
    `Delete every item of ${table}? Until the index has filled again, all answers come from S3. [y/N] `,
  );
  return /^y(es)?$/i.test(answer.trim());
}
