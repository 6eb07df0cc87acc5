/**
 * A proxy in front of a server on loopback. It reads every request whole, identifies the handlers' call, and applies
 * the armed fault to it. Without a fault it forwards everything unchanged.
 */
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Exchange, type WireRequest } from './exchange.ts';

/** Handles a call instead of forwarding it. Resolves when the fault has no more effects on this call. */
export type Act = (exchange: Exchange) => Promise<void>;

export interface Fault {
  /** The call site that the fault strikes. */
  site: string;
  act: Act;
  /** True: the fault strikes every call of the site until it ends. False: it strikes only the first call. */
  lasting: boolean;
}

export interface FaultProxy {
  url: string;
  arm(fault: Fault): void;
  /** Ends the fault and waits for its remaining effects. Returns the number of calls that it struck. */
  disarm(): Promise<number>;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

export async function openFaultProxy(
  upstreamUrl: string,
  siteOf: (request: WireRequest) => string,
  /** Called with the duration of each call without a fault. */
  took: (ms: number) => void = () => {},
): Promise<FaultProxy> {
  const upstream = { url: new URL(upstreamUrl), agent: new Agent({ keepAlive: true }) };
  let fault: Fault | undefined;
  let struck = 0;
  const underWay = new Set<Promise<void>>();

  const server = createServer(async (message, response) => {
    message.on('error', () => {});
    response.on('error', () => {});
    const asked: WireRequest = {
      method: message.method!,
      target: message.url!,
      headers: message.headers,
      body: await buffer(message).catch(() => Buffer.alloc(0)),
    };
    const exchange = new Exchange(asked, message, response, upstream);
    const strikes = fault?.site === siteOf(asked) ? fault : undefined;
    if (strikes) {
      struck += 1;
      if (!strikes.lasting) fault = undefined;
    }
    const startedMs = performance.now();
    const work = (strikes ? strikes.act(exchange) : handOn(exchange)).catch(() => exchange.cut());
    underWay.add(work);
    await work;
    underWay.delete(work);
    if (!strikes) took(performance.now() - startedMs);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));

  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    arm(next) {
      fault = next;
      struck = 0;
    },
    async disarm() {
      fault = undefined;
      await Promise.all(underWay);
      return struck;
    },
    async close() {
      server.closeAllConnections();
      upstream.agent.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export async function handOn(exchange: Exchange): Promise<void> {
  exchange.answer(await exchange.forward());
}
