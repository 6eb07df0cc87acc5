import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AwsCredentials } from '../../../contract/client/sigv4.ts';
import { REGION } from './emulator.ts';

const run = promisify(execFile);

/** The request of docs/deploy.md: curl signs it itself. Returns the whole answer including its headers. */
export async function signedCurl(url: string, credentials: AwsCredentials): Promise<string> {
  const { hostname, port } = new URL(url);
  const { stdout } = await run('curl', [
    ...['--silent', '--show-error', '--include', '--resolve', `${hostname}:${port}:127.0.0.1`],
    ...['--aws-sigv4', `aws:amz:${REGION}:execute-api`],
    ...['--user', `${credentials.accessKeyId}:${credentials.secretAccessKey}`, url],
  ]);
  return stdout;
}
