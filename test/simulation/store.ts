/** S3 as seen by an instance. An answer shows the present state. A LIST during writes may mix two states. */
import type { Entry } from '../../lambdas/core/model/entry.ts';
import type {
  HeadOutcome,
  ListOutcome,
  ListRequest,
  ObjectStore,
  PeekOutcome,
  StoreFailure,
} from '../../lambdas/core/ports/object-store.ts';
import type { Faults } from './faults.ts';
import type { Instance } from './instance.ts';
import type { Prng } from './prng.ts';
import { byBytes, type NameValue, type S3History } from './s3-history.ts';

type Listed = Extract<ListOutcome, { outcome: 'listed' }>;

const FAILURE: StoreFailure = { outcome: 'failed', reason: 'unavailable', message: 'SlowDown' };

export class SimulatedStore implements ObjectStore {
  /** Calls that were sent, and how many of them failed. */
  sent = 0;
  failures = 0;
  lastFailed = false;
  /** The maximum number of names in the answer to one LIST. */
  mostNames = Number.POSITIVE_INFINITY;
  private readonly s3: ReadonlyMap<string, S3History>;
  private readonly instance: Instance;
  private readonly faults: Faults;
  private readonly prng: Prng;

  constructor(s3: ReadonlyMap<string, S3History>, instance: Instance, faults: Faults, prng: Prng) {
    this.s3 = s3;
    this.instance = instance;
    this.faults = faults;
    this.prng = prng;
  }

  async list(request: ListRequest): Promise<ListOutcome> {
    if (!this.faults.strikes('tornList'))
      return this.ask('LIST', request, () => this.page(request, this.entries(request)));
    const early = this.entries(request);
    return this.ask('LIST (torn)', request, () => {
      const late = this.entries(request);
      const names = [...early, ...late].map((entry) => entry.name);
      if (names.length === 0) return this.page(request, late);
      const cut = this.prng.pick(names);
      const first = early.filter((entry) => byBytes(entry.name, cut) <= 0);
      return this.page(request, [...first, ...late.filter((entry) => byBytes(entry.name, cut) > 0)]);
    });
  }

  head(request: { bucket: string; key: string }): Promise<HeadOutcome> {
    return this.ask('HEAD', request, () => {
      const object = this.s3Of(request).now(request.key);
      if (!object) return { outcome: 'absent' };
      const name = request.key.slice(request.key.lastIndexOf('/') + 1);
      return { outcome: 'present', entry: { type: 'object', name, ...object.entry }, detail: object.detail };
    });
  }

  peek(request: { bucket: string; prefix: string }): Promise<PeekOutcome> {
    return this.ask('PEEK', request, () => ({
      outcome: this.s3Of(request).holds(request.prefix) ? 'present' : 'absent',
    }));
  }

  private s3Of({ bucket }: { bucket: string }): S3History {
    return this.s3.get(bucket)!;
  }

  private async ask<T>(
    what: string,
    request: { bucket: string },
    effect: () => T,
  ): Promise<T | StoreFailure> {
    this.sent += 1;
    const { bucket: _, ...asked } = request;
    const answer = await this.instance.call(what, asked, () =>
      this.faults.strikes('storeFails') ? FAILURE : effect(),
    );
    this.lastFailed = answer === FAILURE;
    if (this.lastFailed) this.failures += 1;
    return answer;
  }

  /** What a LIST without a limit would return now, from the start position of the request. */
  private entries(request: ListRequest): Entry[] {
    const { prefix, token, startAfter } = request;
    const floor = token === undefined ? startAfter : token.slice(TOKEN.length);
    const entries: Entry[] = [];
    const add = (name: string, value: NameValue | undefined) => {
      if (value && (floor === undefined || byBytes(prefix + name, floor) > 0))
        entries.push(entryOf(name, value));
    };
    if (request.recursive) {
      for (const [key, states] of this.s3Of(request).keys) {
        const object = states.at(-1)?.value;
        if (key.startsWith(prefix)) add(key.slice(prefix.length), object && { type: 'object', object });
      }
    } else for (const [name, states] of this.s3Of(request).names(prefix)) add(name, states.at(-1)?.value);
    return entries.sort((a, b) => byBytes(a.name, b.name));
  }

  /** S3 may return fewer names than requested, even none, and say that there are more. */
  private page(request: ListRequest, entries: Entry[]): Listed {
    const short = this.faults.strikes('shortList') && this.prng.int(0, this.prng.pick([3, entries.length]));
    const most = Math.min(request.maxKeys, this.mostNames);
    const page = entries.slice(0, short === false ? most : Math.min(short, most));
    if (page.length === entries.length) return { outcome: 'listed', entries };
    const last = page.at(-1);
    const reached = last
      ? request.prefix + last.name
      : (request.token?.slice(TOKEN.length) ?? request.startAfter ?? '');
    return { outcome: 'listed', entries: page, token: TOKEN + reached };
  }
}

/** A token consists of this and the key after which the listing continues. */
const TOKEN = 'token:';

export function entryOf(name: string, value: NameValue): Entry {
  if (value.type === 'directory') return { type: 'directory', name };
  return { type: 'object', name, ...value.object.entry };
}
