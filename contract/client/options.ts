/** The client's options, checked once, with every default filled in. */
import { HeldAnswers } from './held.ts';
import { timeout } from './timeout.ts';
import type { Authorize, Transport } from './transport.ts';
import { endpointOf } from './url.ts';

interface CommonOptions {
  /** The service's base address, without `/v1`: of the local stack, or of the deployed API with its stage, if it has one. */
  endpoint: string | URL;
  /** For each attempt, milliseconds. Default 30,000, the longest an HTTP API lets an answer take. */
  timeoutMs?: number;
  /** Attempts after the first, where one may help: 429, 503, 500, a broken connection, no answer in time. Default 3. */
  retries?: number;
  /** Answers held by their ETag, so that asking again costs no body; 0 holds none. Default 100. */
  heldAnswers?: number;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch;
  /** Epoch milliseconds; Date.now by default. */
  now?: () => number;
  /** In [0, 1); Math.random by default. */
  random?: () => number;
  /** Waits, and rejects with the signal's reason when it is aborted; timers by default. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** At most one way to authorize; without any, requests go out as they are. */
export type ClientOptions = CommonOptions &
  (
    | {
        /** A bearer token, or a function that returns one; called for each attempt, so that the token can be renewed. */
        token?: string | (() => string | Promise<string>);
        sign?: undefined;
      }
    | {
        token?: undefined;
        /** Signs each attempt: `sigV4()` of `s3dex/client/sigv4`. */
        sign?: Authorize;
      }
  );

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_RETRIES = 3;
const DEFAULT_HELD_ANSWERS = 100;
/** Of all held bodies; a page of 1,000 entries is some 200,000. */
const MAX_HELD_CHARACTERS = 20_000_000;

/** Listed so that a misspelt option is an error in plain JavaScript too. */
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

/** @throws TypeError that names the option. */
export function transportOf(options: ClientOptions): Transport {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(KNOWN, name)) throw new TypeError(`${name}: unknown option`);
  }
  if (options.token !== undefined && options.sign !== undefined) {
    throw new TypeError('token and sign are mutually exclusive');
  }
  return {
    endpoint: endpointOf(options.endpoint),
    // Looked up at each call: tests and tracers replace the global one. And called bare: browsers want no other `this`.
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
