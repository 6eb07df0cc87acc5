/**
 * Transfers large bodies through `s3dex serve` and directly, in turns, with curl as the client. Measures the
 * throughput of both, and the peak memory of serve. The server is the built-in S3 of `npm start`. Works only on
 * Linux, because the memory is read from /proc. Exits with 1 if a target is missed.
 *
 *     npm run bench:serve -- --megabytes 1024 --turns 3 --start launcher
 *
 * `--start`: `launcher` (the command in a clone), `bundle` (as in the published package, after `npm run build`), or
 * `sources` (`node cli/main.ts`).
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { SERVE_ENTRIES, startServe } from '../test/support/serve.ts';
import { startStack } from '../test/support/stack.ts';

const MEGABYTE = 1024 * 1024;
/** The size of one PUT. It is limited because the built-in S3 keeps written objects in memory. */
const UPLOAD_MEGABYTES = 250;
const CHUNK_BYTES = 64 * 1024;
/** The targets: peak memory in 10^6 bytes, and the throughput through serve as a share of the direct throughput. */
const MAX_PEAK_MB = 100;
const MIN_RATIO = 0.7;
const BUCKET = 'bodies';
const LARGE = 'large';
const CHUNKED = [
  ['x-amz-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'],
  ['x-amz-decoded-content-length', String(UPLOAD_MEGABYTES * MEGABYTE)],
  ['content-encoding', 'aws-chunked'],
].flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
/** An empty `expect:` header, so that curl does not wait for a 100 response. */
const PUT = ['-X', 'PUT', '-H', 'expect:', '-w', '%{speed_upload} %{http_code}'];
const run = promisify(execFile);

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    turns: { type: 'string', default: '3' },
    start: { type: 'string', default: 'launcher' },
  },
});
const megabytes = Number(values.megabytes);
const entry = SERVE_ENTRIES[values.start as keyof typeof SERVE_ENTRIES];
if (entry === undefined) throw new Error(`--start must be one of ${Object.keys(SERVE_ENTRIES).join(', ')}`);

const folder = mkdtempSync(join(tmpdir(), 's3dex-bodies-'));
const file = (name: string) => join(folder, name);
openSync(file(LARGE), 'w');
truncateSync(file(LARGE), megabytes * MEGABYTE);
openSync(file('plain'), 'w');
truncateSync(file('plain'), UPLOAD_MEGABYTES * MEGABYTE);
writeChunked(file('chunked'));

/** Each function returns the throughput in MB/s. */
const TRANSFERS: Record<string, (url: string) => Promise<number>> = {
  down: (url) => curl(['-w', '%{speed_download} %{http_code}', `${url}/${BUCKET}/${LARGE}`]),
  up: (url) => curl([...PUT, '-T', file('plain'), `${url}/${BUCKET}/up`]),
  'up, signed chunks': (url) => curl([...PUT, ...CHUNKED, '-T', file('chunked'), `${url}/${BUCKET}/up`]),
};

const stack = await startStack(['--import', `${folder}=${BUCKET}`]);
const serve = await startServe({ endpoint: stack.apiUrl, s3Endpoint: stack.s3Url, entry });
console.log(`memory after the start: ${memory('VmRSS')} MB (peak ${memory('VmHWM')} MB)`);
for (const [name, transfer] of Object.entries(TRANSFERS)) {
  const repeats = name === 'down' ? 1 : Math.ceil(megabytes / UPLOAD_MEGABYTES);
  const rates = { direct: [] as number[], through: [] as number[] };
  for (let turn = 0; turn < Number(values.turns) * repeats; turn++) {
    rates.direct.push(await transfer(stack.s3Url));
    rates.through.push(await transfer(serve.url));
  }
  const ratio = median(rates.through) / median(rates.direct);
  if (ratio < MIN_RATIO) process.exitCode = 1;
  const text = (of: number[]) => of.map((rate) => rate.toFixed(0)).join(', ');
  console.log(
    `${name}, MB/s: direct ${text(rates.direct)}; through serve ${text(rates.through)}; ${ratio.toFixed(2)} times`,
  );
  if (Number(memory('VmHWM')) > MAX_PEAK_MB) process.exitCode = 1;
  console.log(`  memory now: ${memory('VmRSS')} MB; peak so far: ${memory('VmHWM')} MB`);
}
await serve.stop();
await stack.stop();
rmSync(folder, { recursive: true });

function memory(field: 'VmRSS' | 'VmHWM'): string {
  const status = readFileSync(`/proc/${serve.pid}/status`, 'utf8');
  return ((Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)![1]) * 1024) / 1e6).toFixed(1);
}

async function curl(args: string[]): Promise<number> {
  const { stdout } = await run('curl', ['-sS', '-o', '/dev/null', ...args]);
  const [bytesPerSecond, status] = stdout.split(' ');
  if (status !== '200') throw new Error(`curl ${args.join(' ')}: ${status}`);
  return Number(bytesPerSecond) / 1e6;
}

function writeChunked(path: string): void {
  const to = openSync(path, 'w');
  const signature = `;chunk-signature=${'0'.repeat(64)}\r\n`;
  const chunk = Buffer.concat([
    Buffer.from(CHUNK_BYTES.toString(16) + signature),
    Buffer.alloc(CHUNK_BYTES),
    Buffer.from('\r\n'),
  ]);
  for (let left = UPLOAD_MEGABYTES * MEGABYTE; left > 0; left -= CHUNK_BYTES) writeSync(to, chunk);
  writeSync(to, `0${signature}\r\n`);
}

function median(of: number[]): number {
  return of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)]!;
}
