/**
 * One scope within one question: everything that is needed to read it, to fill it and to answer questions about it.
 */
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
  readonly instance: Instance;
  readonly policy: RequestPolicy;
  readonly scope: Scope;
  /** In a tree: the requested directory, relative to the root. Otherwise empty. */
  readonly below: string;
  /** The range of the requested names. */
  readonly range: NameRange;
  readonly index: ScopedIndex;
  #store: ScopedStore | undefined;

  constructor(question: ReadContext, scope: Scope, below = '') {
    this.question = question;
    this.instance = question.instance;
    this.policy = question.policy;
    this.scope = scope;
    this.below = below;
    this.range = below === '' ? EVERYTHING : rangeOfDirectory(below);
    this.index = new ScopedIndex(question, { scope, below });
  }

  /** Created when it is first used. */
  get store(): ScopedStore {
    this.#store ??= new ScopedStore(this.instance.store, this.question.store, this.scope, this.below);
    return this.#store;
  }

  /** Unique among everything that can be listed. */
  get id(): string {
    return JSON.stringify([scopeId(this.scope), this.below]);
  }

  get bucket(): ServedBucket {
    return this.policy.bucket;
  }

  /** In a tree: the context of the digests of the same names. */
  get digests(): ScopeContext {
    return new ScopeContext(this.question, { ...this.scope, kind: 'digests' }, this.below);
  }

  /** The policy by which observations of these names are judged now. */
  freshnessPolicy(range: NameRange = this.range): FreshnessPolicy {
    return this.policy.freshnessPolicy(this.scope, range);
  }

  /**
   * Limits a range to the requested names. A range that reaches their end is extended to END, because no later names
   * are needed.
   */
  clipped({ after, through }: NameRange): NameRange {
    return { after, through: compareEnds(through, this.range.through) >= 0 ? END : through };
  }
}

/**
 * The context of one directory of a tree. If the bucket has no tree for it, nothing is stored and S3 is always asked.
 */
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
