/**
 * Runs a function's bundle with AWS's own runtime client (aws-lambda-ric), which talks to a small Runtime API on
 * loopback (Lambda developer guide, runtimes-api). The package's C++ HTTP client is not built here;
 * rapid-client-stand-in.cjs replaces it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { type Child, startChild } from '../../support/child.ts';
import { NODE_FOLDER, ROOT } from './paths.ts';

const CLIENT = join(ROOT, '.cache', 'aws-lambda-ric-4.0.2', 'package', 'index.mjs');
const STAND_IN = join(import.meta.dirname, 'rapid-client-stand-in.cjs');
const API = '/2018-06-01/runtime';
const PATIENCE_MS = 30_000;

export interface RunningFunction {
  /** Rejects with the error that the client reported. */
  invoke(event: unknown, timeoutMs: number): Promise<unknown>;
  stop(): Promise<void>;
}

export interface FunctionToRun {
  folder: string;
  handler: string;
  environment: Record<string, string>;
}

interface Pending {
  id: string;
  event: unknown;
  deadline: number;
  settle: { resolve: (answer: unknown) => void; reject: (error: Error) => void };
}

export async function runUnderRuntimeClient(it: FunctionToRun): Promise<RunningFunction> {
  const waiting: Pending[] = [];
  const underWay = new Map<string, Pending>();
  let hungry: ServerResponse | undefined;
  let child: Child | undefined;

  const hand = (): void => {
    const [next] = waiting;
    if (!next || !hungry) return;
    waiting.shift();
    underWay.set(next.id, next);
    hungry
      .writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': next.id,
        'lambda-runtime-deadline-ms': String(next.deadline),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:any',
      })
      .end(JSON.stringify(next.event));
    hungry = undefined;
  };
  const answer = async (request: IncomingMessage, reply: ServerResponse) => {
    const path = request.url!.slice(API.length);
    if (path === '/invocation/next') {
      hungry = reply;
      hand();
      return;
    }
    const body = await json(request);
    reply.writeHead(202).end('{}');
    if (path === '/init/error') {
      for (const { settle } of [...waiting, ...underWay.values()])
        settle.reject(new Error(JSON.stringify(body)));
      return;
    }
    const [, id, kind] = path.match(/^\/invocation\/([^/]+)\/(response|error)$/)!;
    const pending = underWay.get(id!);
    underWay.delete(id!);
    if (kind === 'response') pending?.settle.resolve(body);
    else pending?.settle.reject(new Error(JSON.stringify(body)));
  };
  const server = createServer((request, reply) => void answer(request, reply));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  child = startChild(join(NODE_FOLDER, 'node'), ['--require', STAND_IN, CLIENT, it.handler], {
    env: {
      PATH: process.env.PATH,
      ...it.environment,
      LAMBDA_TASK_ROOT: it.folder,
      _HANDLER: it.handler,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      // The client's own setting to fetch events with Node's HTTP client.
      AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
    },
  });
  child.process.on('exit', () => {
    const gone = new Error(`the runtime client ended: ${child?.output()}`);
    for (const { settle } of [...waiting, ...underWay.values()]) settle.reject(gone);
  });
  let count = 0;
  return {
    invoke(event, timeoutMs) {
      count += 1;
      const id = `invocation-${count}`;
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no answer: ${child?.output()}`)), PATIENCE_MS);
        const finish =
          <T>(settle: (value: T) => void) =>
          (value: T) => {
            clearTimeout(late);
            settle(value);
          };
        const settle = { resolve: finish(resolve), reject: finish(reject) };
        waiting.push({ id, event, deadline: Date.now() + timeoutMs, settle });
        hand();
      });
    },
    async stop() {
      await child?.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
