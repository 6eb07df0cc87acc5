/**
 * A server may be busy while a thousand clients connect. With Node's default backlog, connections beyond 511 were
 * dropped, and some of the requests on them failed with ECONNRESET.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, test } from '@jest/globals';
import { listenOnLoopback } from '../../local/loopback.ts';
import { startLocalS3 } from '../../local/s3/server.ts';
import { startFront } from '../support/front.ts';

const CONNECTIONS = 1_000;

/** Prints the number of connections after the kernel has answered to all, or dropped some and waits to repeat them. */
const CONNECT = `
  import { connect } from 'node:net';
  let open = 0;
  const end = () => { console.log(open); process.exit(); };
  for (let i = 0; i < ${CONNECTIONS}; i++) connect(Number(process.argv[1]), '127.0.0.1', () => {
    if (++open === ${CONNECTIONS}) end();
  });
  setTimeout(end, 20_000);
`;

/** This process, with the server, is blocked until all connections are made. */
function connectionsWhileBusy(url: string): number {
  const args = ['--input-type=module', '-e', CONNECT, new URL(url).port];
  return Number(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout);
}

/** The kernel's own bound: 4,096 on Linux, and less on some other systems. */
function kernelBacklog(): number {
  try {
    return Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  } catch {
    return 0;
  }
}

const SERVERS = {
  's3dex serve': async () => {
    const { url, close } = await startFront({ s3Endpoint: 'http://127.0.0.1:1' });
    return { url, close };
  },
  'the local S3 endpoint': () => startLocalS3({ port: 0 }),
  'the local HTTP API': async () => {
    const server = createServer();
    await listenOnLoopback(server, 0, '--port');
    const { port } = server.address() as { port: number };
    return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
  },
};

const whereAllowed = kernelBacklog() > CONNECTIONS ? test : test.skip;
whereAllowed.each(Object.entries(SERVERS))('%s accepts a thousand connections at once', async (_, start) => {
  const { url, close } = await start();
  try {
    expect(connectionsWhileBusy(url)).toBe(CONNECTIONS);
  } finally {
    await close();
  }
});
