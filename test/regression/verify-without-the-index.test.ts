/** `s3dex verify` reported success if the index did not answer, because it took that for "not held". */
import { expect, test } from '@jest/globals';
import { breakableTable, VerifyWorld } from '../support/verify-world.ts';

test.each(['s3://photos/d/', '-r s3://photos/'])(
  'verify %s fails if the index does not answer',
  async (argv) => {
    const { table, state } = breakableTable();
    const service = new VerifyWorld({ table });
    await service.settle();
    service.world.put('d/a');
    await service.world.list('d/');
    state.isDown = true;
    const { code, result } = await service.verify(...argv.split(' '));
    expect(code).toBe(4);
    expect(result).toMatchObject({ directories: 0, complete: false });
    expect(JSON.stringify(result.failures)).toContain('index-unavailable');
  },
);

test('a clock that is wrong is reported in the same way', async () => {
  const service = new VerifyWorld();
  service.refuse = ({ url }) =>
    url.pathname.endsWith('/entries')
      ? Response.json(
          { code: 'only-if-cached', status: 504, title: 'Not in the index', detail: 'not held' },
          { status: 504, headers: { 'cache-status': 's3dex; fwd=bypass; detail=clock-is-wrong' } },
        )
      : undefined;
  const { code, out } = await service.run('verify', 's3://photos/d/');
  expect(code).toBe(4);
  expect(out).toContain('clock-is-wrong');
});
