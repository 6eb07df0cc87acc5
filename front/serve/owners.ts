/**
 * The owner of a bucket's objects, if S3 says that all have the same one. Then listings with owners can be answered.
 */
import type { Owner } from '../wire/list-document.ts';
import { children, childText, parseXmlBody } from '../wire/xml-body.ts';

/** Sends a GET for the bucket with these parameters, and returns the body of a 200. */
export type AskBucket = (bucket: string, parameters: Record<string, string>) => Promise<Buffer | undefined>;

/** Ownership is a setting of the bucket that hardly ever changes. */
const KNOWN_MS = 10 * 60_000;
const MAX_BUCKETS = 1_000;
/** With this setting, the bucket's owner owns all its objects (S3 User Guide, about-object-ownership). */
const ALL_THE_SAME = 'BucketOwnerEnforced';

export class Owners {
  readonly #ask: AskBucket;
  readonly #now: () => number;
  readonly #known = new Map<string, { owner: Promise<Owner | undefined>; askedAt: number }>();

  constructor(ask: AskBucket, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  of(bucket: string): Promise<Owner | undefined> {
    const known = this.#known.get(bucket);
    if (known !== undefined && this.#now() - known.askedAt < KNOWN_MS) return known.owner;
    if (this.#known.size >= MAX_BUCKETS) this.#known.clear();
    const owner = this.#find(bucket).catch(() => undefined);
    this.#known.set(bucket, { owner, askedAt: this.#now() });
    return owner;
  }

  async #find(bucket: string): Promise<Owner | undefined> {
    const controls = await this.#ask(bucket, { ownershipControls: '' });
    if (controls === undefined) return undefined;
    const rules = children(parseXmlBody(controls, 'OwnershipControls'), 'Rule');
    if (!rules.some((rule) => childText(rule, 'ObjectOwnership') === ALL_THE_SAME)) return undefined;
    const listing = await this.#ask(bucket, { 'list-type': '2', 'fetch-owner': 'true', 'max-keys': '1' });
    const [object] = listing ? children(parseXmlBody(listing, 'ListBucketResult'), 'Contents') : [];
    const [owner] = object === undefined ? [] : children(object, 'Owner');
    const id = owner === undefined ? undefined : childText(owner, 'ID');
    if (owner === undefined || id === undefined) return undefined;
    const displayName = childText(owner, 'DisplayName');
    return { id, displayName };
  }
}
