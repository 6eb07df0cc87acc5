/**
 * The resolver: answers an S3 request from the service, or passes it to S3 with a reason. It answers exactly as S3
 * would; a request that it cannot answer exactly is passed.
 */
import type { Client } from '../../contract/client.ts';
import type { Owner } from '../wire/list-document.ts';
import { type BucketAnswered, BucketHeads } from './bucket-answer.ts';
import { answerHead, type HeadAnswered, type HeadMode } from './head-answer.ts';
import { answerList, type ListAnswered } from './list-answer.ts';
import { listQuestion } from './list-question.ts';
import { OwnWrites, type Reach, type Written } from './own-writes.ts';
import type { S3Parts } from './parts.ts';
import { isPass, type Pass, pass } from './pass.ts';
import { isServed, type ServedBucketJson, Service } from './service.ts';
import { StatGather } from './stat-gather.ts';
import { unanswerable } from './unanswerable.ts';

export type Answered = ListAnswered | HeadAnswered | BucketAnswered;

export interface ResolverOptions {
  client: Client;
  head: HeadMode;
  /** The owner of all objects of the bucket; `undefined` when they differ or are not known. */
  ownerOf?: (bucket: string) => Promise<Owner | undefined>;
  /** Can objects of the bucket be locked? Then their headers change without an event. */
  hasObjectLock?: (bucket: string) => Promise<boolean>;
  /** Epoch ms. */
  now: () => number;
  /** Prints one line for a person, when the service stops answering and when it answers again. */
  warn: (line: string) => void;
}

export class Resolver {
  readonly service: Service;
  readonly bucketHeads: BucketHeads;
  readonly #options: ResolverOptions;
  readonly #gather: StatGather;
  readonly #ownWrites: OwnWrites;

  constructor(options: ResolverOptions) {
    this.#options = options;
    this.service = new Service(options);
    this.bucketHeads = new BucketHeads(options.now);
    this.#gather = new StatGather(options.client, options.head === 'full' ? { detail: 'full' } : {});
    this.#ownWrites = new OwnWrites(this.service, options.now);
  }

  async resolve(request: S3Parts): Promise<Answered | Pass> {
    const own = unanswerable(request);
    if (own) return own;
    if (request.operation === 'HeadObject' && this.#options.head === 'pass') return pass('head-mode');
    const bucket = await this.service.bucket(request.bucket);
    if (isPass(bucket)) return bucket;
    switch (request.operation) {
      case 'HeadBucket':
        return this.bucketHeads.answer(bucket) ?? pass('not-indexed', 'no recent response from S3');
      case 'HeadObject':
        return this.#head(bucket, request);
      default:
        return this.#list(bucket, request);
    }
  }

  /** For writes that S3 confirmed or may have executed: after it resolves, no later answer is from before them. */
  written(bucket: string, written: Written): Promise<void> {
    return this.#ownWrites.written(bucket, written);
  }

  async #list(bucket: ServedBucketJson, request: S3Parts): Promise<Answered | Pass> {
    const question = listQuestion(request);
    if ('outcome' in question) return question;
    const barred = await this.#barred(bucket, { prefix: question.prefix });
    if (barred) return barred;
    const owner = question.withOwner ? await this.#options.ownerOf?.(bucket.name) : undefined;
    // The index does not keep owners. They are known only if all objects have the same one.
    if (question.withOwner && owner === undefined) return pass('not-indexed', 'owner');
    const isTree = bucket.tree?.roots.some((root) => question.prefix.startsWith(root)) ?? false;
    return this.service.ask(() => answerList(this.#options.client, question, { owner, isTree }));
  }

  async #head(bucket: ServedBucketJson, request: S3Parts): Promise<Answered | Pass> {
    const barred = await this.#barred(bucket, { key: request.key ?? '' });
    // Answers from the listing alone contain no headers of a lock.
    if (this.#options.head === 'full' && (await this.#options.hasObjectLock?.(bucket.name)))
      return pass('not-indexed', 'object lock');
    const parts = { client: this.#options.client, gather: this.#gather, mode: this.#options.head };
    return barred ?? this.service.ask(() => answerHead(parts, request));
  }

  async #barred(bucket: ServedBucketJson, reach: Reach): Promise<Pass | undefined> {
    if (!isServed(bucket, 'key' in reach ? reach.key : reach.prefix)) return pass('not-served', 'prefix');
    return (await this.#ownWrites.isOwed(bucket, reach)) ? pass('own-write') : undefined;
  }
}
