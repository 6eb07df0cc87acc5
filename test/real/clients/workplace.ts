/**
 * What the tests of every client need: a started endpoint, a temporary folder with real files, and the client itself.
 */
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, jest } from '@jest/globals';
import { type LocalS3, startLocalS3 } from '../../../local/s3/server.ts';
import { etagOf } from '../../../local/s3/stored-object.ts';

const exec = promisify(execFile);
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const CLIENT_TIMEOUT_MS = 60_000;
/** A test starts several clients, which are Python or Go programs. */
const TEST_TIMEOUT_MS = 5 * CLIENT_TIMEOUT_MS;
/** A time long ago, so that a test notices if the current time is used instead. */
const FILE_TIME = new Date('2021-02-03T04:05:06Z');

export const BUCKET = 'clients';
/** Larger than 8 MiB, from which size on aws-cli and boto3 send parts. */
export const BIG_BYTES = 9 * 1024 * 1024 + 17;

/** Valid file names that clients often handle wrongly. */
export const ODD_NAMES = [
  'with space',
  'plus+sign',
  '%2F',
  'é',
  'e\u0301',
  'emoji😀',
  'fullwidth\uff5e',
  "quote'&<>;#?=@",
  'tilde~*()!',
];
/** Names that can be listed only with URL encoding. */
export const CONTROL_NAMES = ['new\nline', 'control\u0001\u001f'];

export interface Seen {
  key: string;
  sizeBytes: number;
  /** Without quotes. */
  etag: string;
}

export interface Workplace {
  s3: LocalS3;
  folder: string;
  /** Runs a program without this machine's settings. Returns its output, or rejects with its error output. */
  run(program: string, args: string[], input?: { env?: Record<string, string> }): Promise<string>;
  /** Writes a file below the folder and returns its path. */
  write(path: string, content: string | Buffer): string;
  /** The content of the endpoint, in the endpoint's order. */
  ours(prefix?: string): Seen[];
  keys(prefix?: string): string[];
  body(key: string): Buffer;
}

export function workplaceForSuite(): Workplace {
  jest.setTimeout(TEST_TIMEOUT_MS);
  const place = {} as Workplace;
  beforeAll(async () => {
    place.s3 = await startLocalS3({ port: 0 });
    place.folder = mkdtempSync(join(tmpdir(), 's3dex-clients-'));
    place.run = async (program, args, { env = {} } = {}) => {
      const { stdout } = await exec(program, args, {
        cwd: place.folder,
        env: { ...cleanEnvironment(place.folder), ...env },
        maxBuffer: MAX_OUTPUT_BYTES,
        timeout: CLIENT_TIMEOUT_MS,
      });
      return stdout;
    };
    place.write = (path, content) => {
      const file = join(place.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      utimesSync(file, FILE_TIME, FILE_TIME);
      return file;
    };
    place.ours = (prefix = '') =>
      [...place.s3.storage.bucket(BUCKET).objects.from('')]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, object]) => ({ key, sizeBytes: object.sizeBytes, etag: etagOf(key, object) }));
    place.keys = (prefix) => place.ours(prefix).map(({ key }) => key);
    place.body = (key) => {
      const object = place.s3.storage.object(BUCKET, key);
      if ('tree' in object || object.body.kind !== 'memory')
        throw new Error(`${key} was not written by a client`);
      return object.body.bytes;
    };
  });
  afterAll(async () => {
    await place.s3.close();
    rmSync(place.folder, { recursive: true });
  });
  return place;
}

/** Debian's programs come first on the PATH. */
function cleanEnvironment(home: string): Record<string, string> {
  return {
    PATH: '/usr/bin:/bin',
    HOME: home,
    LC_ALL: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Contents by path relative to the folder. */
export function readTree(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry): [string, string] => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'latin1')];
    }),
  );
}
