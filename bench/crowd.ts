/**
 * Sends requests from many clients to `npm start`. Each client sends its next request when the last one is answered.
 * Prints the memory of the process over time, the memory in use at the end of each phase, and what happens while the
 * table is stopped.
 *
 *     npm run bench:crowd -- --clients 64 --seconds 60
 *     npm run bench:crowd -- --clients 400 --seconds 10 --outage
 *
 * With --outage, the table is stopped for `seconds` between two phases of the same length.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startDynamoDb } from '../local/dynamodb.ts';
import type { LiveMemory } from './live-memory.ts';

const DIRECTORIES = 200;
const SAMPLES = 6;
const MB = 1024 * 1024;

interface Asked {
  status: number;
  ms: number;
}

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '60' },
    outage: { type: 'boolean', default: false },
  },
});
const clients = Number(values.clients);
const seconds = Number(values.seconds);

/** A table behind a proxy. When it is stopped, open connections are reset and new ones refused. */
async function tableBehindProxy() {
  const dynamo = await startDynamoDb();
  const port = Number(new URL(dynamo.endpoint).port);
  const sockets = new Set<Socket>();
  const proxy = createServer((socket) => {
    const inner = connect(port, '127.0.0.1');
    for (const end of [socket, inner]) {
      sockets.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        sockets.delete(end);
        socket.destroy();
        inner.destroy();
      });
    }
    socket.pipe(inner).pipe(socket);
  });
  const open = (at: number) => new Promise<void>((done) => proxy.listen(at, '127.0.0.1', done));
  await open(0);
  const { port: proxyPort } = proxy.address() as { port: number };
  return {
    url: `http://127.0.0.1:${proxyPort}`,
    stop() {
      proxy.close();
      for (const socket of sockets) socket.resetAndDestroy();
    },
    start: () => open(proxyPort),
    close() {
      this.stop();
      dynamo.close();
    },
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: clients });
function ask(url: string): Promise<Asked & { body: string }> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part) => (body += part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, ms: performance.now() - begun, body }),
      );
      response.on('error', reject);
    }).on('error', reject);
  });
}

async function directoriesOf(api: string): Promise<string[]> {
  const found = [''];
  for (let i = 0; i < found.length && found.length < DIRECTORIES; i++) {
    const { body } = await ask(urlOf(api, found[i]!));
    const { entries } = JSON.parse(body) as { entries: { type: string; key: string }[] };
    found.push(...entries.filter(({ type }) => type === 'directory').map(({ key }) => key));
  }
  return found.slice(0, DIRECTORIES);
}

const urlOf = (api: string, prefix: string) =>
  `${api}/v1/buckets/demo/entries?prefix=${encodeURIComponent(prefix)}`;

async function listsOf(api: string): Promise<number> {
  const { body } = await ask(`${api}/_local/metrics`);
  return (JSON.parse(body) as { s3: { list: number } }).s3.list;
}

async function residentMb(pid: number): Promise<number> {
  const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]);
  return (pages * 4_096) / MB;
}

/** The memory in use after a garbage collection. */
async function liveMb(service: ChildProcess): Promise<string> {
  const answer = once(service, 'message');
  service.send('report');
  const [{ heapBytes, bufferBytes }] = (await answer) as [LiveMemory];
  return `${(heapBytes / MB).toFixed(0)} + ${(bufferBytes / MB).toFixed(0)}`;
}

function quantile(sorted: readonly number[], share: number): string {
  return sorted.length === 0 ? '-' : `${Math.round(sorted[Math.floor((sorted.length - 1) * share)]!)} ms`;
}

async function phase(
  name: string,
  { api, directories, service }: { api: string; directories: string[]; service: ChildProcess },
) {
  const until = performance.now() + seconds * 1_000;
  const answers: Asked[] = [];
  const lost: unknown[] = [];
  const listsBefore = await listsOf(api);
  const client = async () => {
    while (performance.now() < until) {
      const prefix = directories[Math.floor(Math.random() * directories.length)]!;
      await ask(urlOf(api, prefix)).then(
        ({ status, ms }) => answers.push({ status, ms }),
        (error) => lost.push(error),
      );
    }
  };
  const memory: string[] = [];
  const watch = async () => {
    for (let i = 0; i < SAMPLES; i++) {
      await sleep((seconds * 1_000) / SAMPLES);
      memory.push((await residentMb(service.pid!)).toFixed(0));
    }
  };
  await Promise.all([watch(), ...Array.from({ length: clients }, client)]);
  const lists = (await listsOf(api)) - listsBefore;
  console.log(
    `${name}: ${clients} clients, ${seconds} s, ${(lists / seconds).toFixed(1)} LISTs a second, MB ${memory.join(' ')}`,
  );
  console.log(`  in use: ${await liveMb(service)} MB (heap + buffers)`);
  for (const status of [...new Set(answers.map((it) => it.status))].sort()) {
    const times = answers
      .filter((it) => it.status === status)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
    const shown = `p50 ${quantile(times, 0.5)}, p99 ${quantile(times, 0.99)}, longest ${quantile(times, 1)}`;
    console.log(`  ${status}: ${times.length} (${(times.length / seconds).toFixed(0)} a second), ${shown}`);
  }
  if (lost.length > 0) console.log(`  lost: ${lost.length}, ${String(lost[0])}`);
}

const table = await tableBehindProxy();
const main = join(import.meta.dirname, '..', 'local', 'main.ts');
const flags = ['--port', '0', '--s3-port', '0', '--quiet', '--s3-latency', 'list=40,head=15'];
const own = values.outage ? ['--dynamodb-endpoint', table.url] : [];
const reporting = ['--expose-gc', '--import', join(import.meta.dirname, 'live-memory.ts')];
const service = spawn(process.execPath, [...reporting, main, ...flags, ...own], {
  stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  // For a table at another endpoint, the stack takes credentials from the environment. This table accepts any.
  env: { ...process.env, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
});
try {
  const { value } = await createInterface(service.stdout!)[Symbol.asyncIterator]().next();
  const { api } = JSON.parse(value as string) as { api: string };
  const at = { api, directories: await directoriesOf(api), service };
  console.log(`in use before: ${await liveMb(service)} MB (heap + buffers)`);
  await phase(values.outage ? 'before' : 'crowd', at);
  if (values.outage) {
    table.stop();
    await phase('table stopped', at);
    await table.start();
    await sleep(1_000);
    await phase('after', at);
  }
} finally {
  service.kill();
  agent.destroy();
  table.close();
}
