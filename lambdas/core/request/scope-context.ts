/** One scope within one question: all that reading, filling and answering it work with. */
import { compareEnds, END, EVERYTHING, type NameRange } from '../model/range.ts';
import { type Scope, scopeId } from '../model/scope.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import { rangeOfDirectory, treePlaceOf } from '../model/tree.ts';
import type { FreshnessPolicy } from '../model/validity.ts';
import type { Instance } from './instance.ts';
import type { ReadContext } from './read-context.ts';
import type { RequestPolicy } from './request-policy.ts';
import { ScopedIndex } from './scoped-index.ts';
import { ScopedStore } from './scoped-store.ts';

export class ScopeContext {
  readonly question: ReadContext;
  readonly scope: Scope;
  /** Of a tree: the directory that is asked about, relative to the root. */
  readonly below: string;
  /** The names that are asked about. */
  readonly range: NameRange;
  readonly index: ScopedIndex;
  #store: ScopedStore | undefined;

  constructor(question: ReadContext, scope: Scope, below = '') {
    this.question = question;
    this.scope = scope;
    this.below = below;
    this.range = below === '' ? EVERYTHING : rangeOfDirectory(below);
    this.index = new ScopedIndex(question, { scope, below });
  }

  /** Made when S3 is asked. */
  get store(): ScopedStore {
    const { instance, store } = this.question;
    this.#store ??= new ScopedStore(instance.store, store, this.scope, this.below);
    return this.#store;
  }

  /** Unique over everything that can be listed. */
  get id(): string {
    return JSON.stringify([scopeId(this.scope), this.below]);
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

  /** Of a tree: the digests of the same names. */
  get digests(): ScopeContext {
    return new ScopeContext(this.question, { ...this.scope, kind: 'digests' }, this.below);
  }

  /** By what observations of these names are judged now. */
  judging(range: NameRange = this.range): FreshnessPolicy {
    return this.question.policy.judging(this.scope, range);
  }

  /** What of a range lies before the end of what is asked about; beyond that nothing is, so it goes to the end. */
  clipped({ after, through }: NameRange): NameRange {
    return { after, through: compareEnds(through, this.range.through) >= 0 ? END : through };
  }
}

/** A directory's part of a tree. Where the bucket has no tree nothing is kept: S3 is asked each time. */
export function atTree(question: ReadContext, prefix: string): ScopeContext {
  const { bucket } = question.policy;
  const place = treePlaceOf(bucket, prefix);
  if (!place) question.index.bypass('not-cached');
  const { root, directory } = place ?? { root: prefix, directory: '' };
  return new ScopeContext(question, { kind: 'tree', bucket: bucket.name, prefix: root }, directory);
}

export function atDirectory(question: ReadContext, prefix: string): ScopeContext {
  return new ScopeContext(question, { bucket: question.policy.bucket.name, prefix });
}
