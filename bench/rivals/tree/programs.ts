/**
 * `rclone size` and `aws s3 ls --recursive --summarize`, if they are installed. The local S3 endpoint counts the
 * LISTs that they send.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CREDENTIALS, REGION } from '../../clients.ts';
import { BUCKET } from '../../contestant.ts';
import { NO_CALLS } from '../../meter.ts';
import type { Servers } from '../../servers/start.ts';
import type { TreeRival, TreeSum } from '../../tree-contestant.ts';

const run = promisify(execFile);
/** aws prints a line for every object, about 60 bytes each. */
const MAX_OUTPUT_BYTES = 500_000_000;

interface Program {
  name: TreeRival['name'];
  command: string;
  argumentsFor(prefix: string): string[];
  env: Record<string, string>;
  read(output: string): TreeSum;
}

/** The programs that are installed. */
export async function programs(servers: Pick<Servers, 's3Url' | 'listRequests'>): Promise<TreeRival[]> {
  const found = await Promise.all(
    [rclone(servers.s3Url), rcloneFastList(servers.s3Url), aws(servers.s3Url)].map(async (program) => {
      const note = await versionOf(program.command);
      return note === undefined ? [] : [rivalOf(program, servers, note)];
    }),
  );
  return found.flat();
}

function rclone(s3Url: string): Program {
  return {
    name: 'rclone-size',
    command: 'rclone',
    argumentsFor: (prefix) => ['size', '--json', `bench:${BUCKET}/${prefix}`],
    env: {
      RCLONE_CONFIG: '/dev/null',
      RCLONE_CONFIG_BENCH_TYPE: 's3',
      RCLONE_CONFIG_BENCH_PROVIDER: 'Other',
      RCLONE_CONFIG_BENCH_ENDPOINT: s3Url,
      RCLONE_CONFIG_BENCH_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      RCLONE_CONFIG_BENCH_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      RCLONE_CONFIG_BENCH_REGION: REGION,
    },
    read(output) {
      const { count, bytes } = JSON.parse(output) as { count: number; bytes: number };
      return { objects: count, sizeBytes: bytes };
    },
  };
}

/** rclone with one chain of LISTs, instead of a LIST for each directory, eight at a time. */
function rcloneFastList(s3Url: string): Program {
  const program = rclone(s3Url);
  return {
    ...program,
    name: 'rclone-size-fast-list',
    argumentsFor: (prefix) => [...program.argumentsFor(prefix), '--fast-list'],
  };
}

function aws(s3Url: string): Program {
  return {
    name: 'aws-s3-ls',
    command: 'aws',
    argumentsFor: (prefix) => [
      '--endpoint-url',
      s3Url,
      's3',
      'ls',
      `s3://${BUCKET}/${prefix}`,
      '--recursive',
      '--summarize',
    ],
    env: {
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    read(output) {
      const total = (what: string) =>
        Number(output.match(new RegExp(`Total ${what}: (\\d+)\\s*(\\n|$)`))?.[1]);
      return { objects: total('Objects'), sizeBytes: total('Size') };
    },
  };
}

/** The first line of the program's version output; `undefined` if it is not installed. */
async function versionOf(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ['--version']);
    return stdout.split('\n', 1)[0]!.split(' Python/', 1)[0]!;
  } catch {
    return undefined;
  }
}

function rivalOf(
  { name, command, argumentsFor, env, read }: Program,
  { listRequests }: Pick<Servers, 'listRequests'>,
  note: string,
): TreeRival {
  let s3Lists = 0;
  return {
    name,
    note,
    counts: async () => ({ ...NO_CALLS, s3Lists, requests: 0 }),
    async sum(prefix) {
      const before = await listRequests();
      const { stdout } = await run(command, argumentsFor(prefix), {
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
        maxBuffer: MAX_OUTPUT_BYTES,
      });
      s3Lists += (await listRequests()) - before;
      return read(stdout);
    },
    stop() {},
  };
}
