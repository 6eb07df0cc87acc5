/** One scope within one question: all that reading, filling and answering it work with. */
import type { Scope } from '../model/scope.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { FreshnessPolicy } from '../model/validity.ts';
import type { Instance } from './instance.ts';
import type { ReadContext } from './read-context.ts';
import type { RequestPolicy } from './request-policy.ts';
import { ScopedIndex } from './scoped-index.ts';
import { ScopedStore } from './scoped-store.ts';

export class ScopeContext {
  readonly question: ReadContext;
  readonly scope: Scope;
  readonly index: ScopedIndex;
  #store: ScopedStore | undefined;

  constructor(question: ReadContext, scope: Scope) {
    this.question = question;
    this.scope = scope;
    this.index = new ScopedIndex(question.instance.table, question, scope);
  }

  /** Made when S3 is asked. */
  get store(): ScopedStore {
    const { instance, store } = this.question;
    this.#store ??= new ScopedStore(instance.store, store, this.scope);
    return this.#store;
  }

  get instance(): Instance {
    return this.question.instance;
  }

  get policy(): RequestPolicy {
    return this.question.policy;
  }

  get bucket(): ServedBucket {
    return this.question.policy.bucket;
  }

  /** By what observations are judged now. */
  judging(): FreshnessPolicy {
    return this.question.policy.judging(this.scope);
  }
}

export function atDirectory(question: ReadContext, prefix: string): ScopeContext {
  return new ScopeContext(question, { bucket: question.policy.bucket.name, prefix });
}
