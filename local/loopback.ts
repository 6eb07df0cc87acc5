/** Listens on loopback only, with errors that a user can act on. */
import type { Server } from 'node:net';
import { CONNECTION_BACKLOG } from '../shared/connection-backlog.ts';

export const LOOPBACK = '127.0.0.1';

/** The port is in use; the message names the flag that chooses another. */
export class PortTaken extends Error {
  override name = 'PortTaken';
}

/** Returns the error of a server that could not listen. If the user can solve the problem, the message says how. */
export function listenError(error: unknown, port: number, flag: string): unknown {
  const isTaken = error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  return isTaken ? new PortTaken(`port ${port} is in use; choose another with ${flag}`) : error;
}

/** Resolves when `server` listens on `port` of the loopback address. 0 means any free port. */
export function listenOnLoopback(server: Server, port: number, flag: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, port, flag)));
    server.listen({ port, host: LOOPBACK, backlog: CONNECTION_BACKLOG }, () => resolve());
  });
}
