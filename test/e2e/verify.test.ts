/** `s3dex verify` with an index that received no events. */
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../support/command-world.ts';
import { type RunningStack, startStack } from '../support/stack.ts';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack(['--bucket', 'files', '--no-events']);
});
afterAll(() => stack?.stop());

const run = (...argv: string[]) =>
  runCommand(argv, { env: { S3DEX_ENDPOINT: stack.apiUrl }, now: () => Date.now() });
const put = (Key: string, Body: string) =>
  stack.s3.send(new PutObjectCommand({ Bucket: 'files', Key, Body }));
const json = async (...argv: string[]) => {
  const { code, out } = await run('--json', ...argv);
  return { code, ...JSON.parse(out) };
};
/**
 * On a busy machine the table may not answer within its second. The command reports that by exit code 4, and is run
 * again. Jest's time limit ends a test in which the table never answers.
 */
async function verify(...argv: string[]) {
  for (;;) {
    const result = await json('verify', ...argv);
    if (result.code !== 4) return result;
  }
}

test('finds the names that differ, repairs only those, and reports it by its exit code', async () => {
  for (const name of ['a', 'b', 'deep/c']) await put(`d/${name}`, '1');
  await run('warm', 's3://files/d/');
  expect(await verify('-r', 's3://files/d/')).toMatchObject({ code: 0, directories: 2, differences: [] });
  await put('d/a', 'other');
  await put('d/new', '1');
  await stack.s3.send(new DeleteObjectCommand({ Bucket: 'files', Key: 'd/deep/c' }));

  const found = await verify('--recursive', 's3://files/d/');
  expect(found.code).toBe(1);
  expect(found.differences.map(({ key }: { key: string }) => key).sort()).toEqual([
    'd/a',
    'd/deep/',
    'd/deep/c',
    'd/new',
  ]);
  expect((await run('ls', 's3://files/d/')).out).not.toContain('new');

  expect(await verify('--recursive', '--repair', 's3://files/d/')).toMatchObject({ code: 1, repaired: true });
  expect((await run('ls', 's3://files/d/')).out).toContain('new');
  expect(await verify('-r', 's3://files/d/')).toMatchObject({ code: 0, differences: [] });
});

test('skips what the index does not hold, and stores nothing', async () => {
  await put('cold/x', '1');
  expect(await verify('s3://files/cold/')).toMatchObject({ code: 0, directories: 0, notHeld: 1 });
  expect((await run('inspect', 's3://files/cold/')).out).not.toContain('complete');
});
