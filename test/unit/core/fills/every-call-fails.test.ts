/**
 * Each kind of call that a fill makes fails: once or every time, before or after its effect. The fill must end
 * complete, and the index must then hold everything; or it must report that it failed; or a dead letter must show
 * that the failure could not be stored.
 */
import { expect, test } from '@jest/globals';
import { createFills } from '../../../../lambdas/core/fills/fills.ts';
import type { FillMessage } from '../../../../lambdas/core/ports/fill-queue.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import type { ListOutcome, ListRequest, ObjectStore } from '../../../../lambdas/core/ports/object-store.ts';
import { FillCrew } from '../../../support/fill-crew.ts';

const KEYS = 300;
const KEYS_PER_DIRECTORY = 10;
const NAMES_OF_LIST = 20;
const LIST_MS = 40;
/** A worker hands its range over after five LISTs. */
const WORK_MS = 5 * LIST_MS;

const keyOf = (i: number) =>
  `t/${String(Math.floor(i / KEYS_PER_DIRECTORY)).padStart(2, '0')}/${String(i % KEYS_PER_DIRECTORY)}`;
const ALL = Array.from({ length: KEYS }, (_, i) => keyOf(i));

/** Every kind of call that a worker makes. */
const SITES = [
  'fills.addRange',
  'fills.readFill',
  'fills.readRange',
  'fills.readRanges',
  'fills.replaceRange',
  'queue.send',
  's3.list',
  'table.beginEpoch',
  'table.extendBelowWatch',
  'table.extendTreeWatch',
  'table.proposeEpoch',
  'table.readBucket',
  'table.readChunks',
  'table.writeChunk',
];

interface Fault {
  site: string;
  lasting: boolean;
  /** Does the call take effect before it fails? */
  effect: boolean;
}

class Faults {
  /** The number of calls since the last `arm`, by call site. */
  readonly calls = new Map<string, number>();
  #fault: Fault | undefined;

  arm(fault: Fault | undefined): void {
    this.#fault = fault;
    this.calls.clear();
  }

  /** Counts the call. Returns the fault if it strikes this call. */
  at(site: string): Fault | undefined {
    const before = this.calls.get(site) ?? 0;
    this.calls.set(site, before + 1);
    const fault = this.#fault;
    return fault?.site === site && (fault.lasting || before === 0) ? fault : undefined;
  }

  in<T extends object>(name: string, port: T): T {
    return new Proxy(port, {
      get: (target, method) => {
        const call: unknown = Reflect.get(target, method);
        if (typeof call !== 'function' || method === 'canHold') return call;
        return async (...args: unknown[]) => {
          const fault = this.at(`${name}.${String(method)}`);
          const answer = fault?.effect === false ? undefined : await call.apply(target, args);
          if (fault) throw new IndexUnavailable('no answer');
          return answer;
        };
      },
    });
  }
}

class FailingCrew extends FillCrew {
  readonly faults: Faults;
  lists = 0;

  constructor(faults = new Faults()) {
    super({
      ...{ workers: 1, random: () => 0.5, doubled: 0, killed: { fills: 0, table: 0 }, workMs: WORK_MS },
      fills: (fills) => faults.in('fills', fills),
      table: (table) => faults.in('table', table),
      store: (store) => ({ ...store, list: (request) => this.#list(store, request) }),
    });
    this.faults = faults;
    for (const key of ALL) this.put(key);
  }

  protected override send(message: FillMessage): void {
    const fault = this.faults.at('queue.send');
    if (fault?.effect !== false) super.send(message);
    if (fault) throw new Error('no answer');
  }

  async #list(store: ObjectStore, request: ListRequest): Promise<ListOutcome> {
    this.lists++;
    this.now += LIST_MS;
    if (this.faults.at('s3.list'))
      return { outcome: 'failed', reason: 'unavailable', message: 'S3 does not answer' };
    return store.list({ ...request, maxKeys: Math.min(request.maxKeys, NAMES_OF_LIST) });
  }

  /** What a new instance answers, and how many LISTs it needs. */
  async held(): Promise<{ keys: string[]; lists: number }> {
    const before = this.lists;
    const { names } = await this.list('t/', { recursive: true, reader: this.newReader() });
    return { keys: names.map((name) => `t/${name}`), lists: this.lists - before };
  }
}

/** The errors after a fill with this fault; empty if there are none. */
async function faultsOf(fault: Fault): Promise<string[]> {
  const crew = new FailingCrew();
  const fill = await crew.begin('t/');
  crew.faults.arm(fault);
  await crew.work();
  const wrong: string[] = [];
  const called = crew.faults.calls.get(fault.site) ?? 0;
  if (called === 0) wrong.push('was never called');
  crew.faults.arm(undefined);
  const { state } = await crew.progress(fill);
  const { keys, lists } = await crew.held();
  if (keys.join() !== ALL.join()) wrong.push(`${keys.length} keys are listed`);
  if (state === 'complete' && lists > 0) wrong.push(`complete, but ${lists} LISTs were necessary`);
  const isShown = state === 'failed' || crew.deadLetters.length > 0;
  if (state !== 'complete' && !(fault.lasting && isShown)) wrong.push(`is ${state}`);
  return wrong.map((what) => `${JSON.stringify(fault)}: ${what}`);
}

test('every kind of call of a worker is known here', async () => {
  const crew = new FailingCrew();
  const fill = await crew.begin('t/');
  crew.faults.arm(undefined);
  await crew.work();
  expect((await crew.progress(fill)).state).toBe('complete');
  expect([...crew.faults.calls.keys()].sort()).toEqual(SITES);
});

test.each(SITES)('%s fails: the fill ends complete, or shows that it did not', async (site) => {
  const wrong: string[] = [];
  for (const lasting of [false, true])
    for (const effect of site === 's3.list' ? [false] : [false, true])
      wrong.push(...(await faultsOf({ site, lasting, effect })));
  expect(wrong).toEqual([]);
});

test('a fill that is not stored or not sent is not begun', async () => {
  for (const site of ['fills.createFill', 'fills.addRange', 'queue.send']) {
    const crew = new FailingCrew();
    crew.faults.arm({ site, lasting: true, effect: false });
    const fills = createFills({
      fills: crew.faults.in('fills', crew.fillTable),
      queue: crew.faults.in('queue', { send: async () => {} }),
      clock: { now: () => crew.now },
      random: { id: () => 'f' },
    });
    const begun = await fills
      .begin({ bucket: crew.bucket, prefix: 't/', recursive: true })
      .catch(() => ({ outcome: 'failed' }));
    expect({ site, outcome: begun.outcome }).toEqual({ site, outcome: 'failed' });
  }
});
