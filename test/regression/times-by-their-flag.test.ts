/** `s3dex find --newer-than yesterday` sent the text to the service and reported its parameter, `modifiedAfter`. */
import { expect, test } from '@jest/globals';
import { runCommand } from '../support/command-world.ts';

const never: typeof fetch = () => {
  throw new Error('a request was sent');
};

test.each(['--newer-than', '--older-than'])(
  '%s with an invalid time names the flag, and sends nothing',
  async (flag) => {
    const { code, err } = await runCommand(['find', 's3://demo/', flag, 'yesterday'], { fetch: never });
    expect(code).toBe(2);
    expect(err).toContain(flag);
  },
);
