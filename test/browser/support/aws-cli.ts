/** Debian's aws-cli against the local stack's S3 endpoint. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LOCAL_CREDENTIALS } from '../../support/stack.ts';

const exec = promisify(execFile);
/** An absolute path, because the first `aws` on the PATH may be another version. */
const AWS = '/usr/bin/aws';
const TIMEOUT_MS = 30_000;

export async function aws(s3Url: string, ...args: string[]): Promise<string> {
  const { stdout } = await exec(AWS, ['--endpoint-url', s3Url, ...args], {
    timeout: TIMEOUT_MS,
    env: {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
  });
  return stdout;
}
