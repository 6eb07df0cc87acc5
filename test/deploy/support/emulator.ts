/**
 * ministack, an emulator of AWS (PyPI), on loopback: CloudFormation, Lambda, API Gateway, DynamoDB, SQS, S3,
 * EventBridge, IAM, Cognito. With AUTH=true, it verifies signatures and evaluates IAM policies, including those of
 * the functions' roles.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild, until } from '../../support/child.ts';
import { freePort } from '../../support/free-port.ts';
import { NODE_FOLDER, pythonProgram } from './paths.ts';

const START_PATIENCE_MS = 60_000;
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';
/** The emulator's root user. */
export const ROOT_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Environment for an AWS client in another process, in addition to AWS_ENDPOINT_URL. */
export const ROOT_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: ROOT_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: ROOT_CREDENTIALS.secretAccessKey,
  AWS_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
};

export interface Emulator {
  port: number;
  /** The end of the emulator's log. */
  log(): string;
  stop(): Promise<void>;
}

export async function startEmulator(): Promise<Emulator> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 's3dex-emulator-'));
  const child: Child = startChild(pythonProgram('ministack'), [], {
    cwd: folder,
    // Its functions are processes that would otherwise outlive it.
    group: true,
    env: {
      PATH: `${NODE_FOLDER}:${pythonProgram('')}:${process.env.PATH}`,
      HOME: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      AUTH: 'true',
      // The functions inherit this variable too.
      LOG_LEVEL: 'ERROR',
    },
  });
  const stop = async () => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until(() => fetch(`http://127.0.0.1:${port}/_ministack/health`), [child], START_PATIENCE_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    log: child.output,
    stop,
  };
}
