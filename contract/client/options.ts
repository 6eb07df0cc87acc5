/** The client's options: checked once, with the defaults filled in. */
import { HeldAnswers } from './held.ts';
import { timeout } from './timeout.ts';
import type { Authorize, Transport } from './transport.ts';
import { endpointOf } from './url.ts';

interface CommonOptions {
  /**
   * The service's base URL, without `/v1`: that of the local stack, or that of the deployed API with its stage, if it
   * has one.
   */
  endpoint: string | URL;
  /** Time limit of each attempt, in milliseconds. Default 30,000, the longest time that an HTTP API allows. */
  timeoutMs?: number;
  /**
   * Attempts after the first, for failures that may be temporary: 429, 500, 502 `upstream-failed`, 503, 504 from a
   * gateway, a broken connection, a timeout. Default 3.
   */
  retries?: number;
  /** Number of answers kept by their ETag, so that repeated requests transfer no body. 0 keeps none. Default 100. */
  heldAnswers?: number;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch;
  /** Returns epoch milliseconds. Default: Date.now. */
  now?: () => number;
  /** Returns a number in [0, 1). Default: Math.random. */
  random?: () => number;
  /** Waits; rejects with the signal's reason when it is aborted. Default: timers. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** At most one way to authorize requests. If none is given, requests are sent without authorization. */
export type ClientOptions = CommonOptions &
  (
    | {
        /**
         * A bearer token, or a function that returns one. The function is called for each attempt, so it can renew
         * the token.
         */
        token?: string | (() => string | Promise<string>);
        sign?: undefined;
      }
    | {
        token?: undefined;
        /** Signs each attempt, for example `sigV4()` of `s3dex/client/sigv4`. */
        sign?: Authorize;
      }
  );

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_RETRIES = 3;
const DEFAULT_HELD_ANSWERS = 100;
/** Limit for all kept bodies together. A page of 1,000 entries has about 200,000 characters. */
const MAX_HELD_CHARACTERS = 20_000_000;

/** All options. The list makes a misspelt option an error in plain JavaScript too. */
const KNOWN: Record<keyof ClientOptions, true> = {
  endpoint: true,
  timeoutMs: true,
  retries: true,
  heldAnswers: true,
  fetch: true,
  now: true,
  random: true,
  wait: true,
  token: true,
  sign: true,
};

/** @throws TypeError when an option is invalid; the message names it. */
export function transportOf(options: ClientOptions): Transport {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(KNOWN, name)) throw new TypeError(`${name}: unknown option`);
  }
  if (options.token !== undefined && options.sign !== undefined) {
    throw new TypeError('token and sign are mutually exclusive');
  }
  return {
    endpoint: endpointOf(options.endpoint),
    // `fetch` is looked up at each call, because tests and tracers replace the global. It is called without `this`,
    // as browsers require.
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    authorize: options.sign ?? bearer(options.token),
    held: new HeldAnswers(
      whole('heldAnswers', options.heldAnswers ?? DEFAULT_HELD_ANSWERS),
      MAX_HELD_CHARACTERS,
    ),
    timeoutMs: timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
    retries: whole('retries', options.retries ?? DEFAULT_RETRIES),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    wait: options.wait ?? wait,
  };
}

function bearer(token: ClientOptions['token']): Authorize {
  if (token === undefined) return async () => ({});
  return async () => ({ authorization: `Bearer ${typeof token === 'string' ? token : await token()}` });
}

function whole(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0) {
    throw new TypeError(`${name}: must be a whole number of at least 0, is ${value}`);
  }
  return value;
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
