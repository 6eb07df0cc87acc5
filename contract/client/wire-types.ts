/**
 * The bodies of requests and answers. Written by `npm run openapi` from the schemas of the contract; a test compares it with them.
 * Times are RFC 3339 in UTC with milliseconds; sizes are bytes. A field that S3 did not send is absent.
 */

export type ListResult =
  | {
      /**
       * As asked.
       */
      prefix: string;
      entries: (ObjectEntry | DirectoryEntry)[];
      /**
       * Where list goes on. Absent: this was all.
       */
      nextCursor?: string;
    }
  | {
      /**
       * As asked.
       */
      prefix: string;
      problem: Problem;
    };
export type StatAnswer = ObjectStat | DirectoryStat;
export type StatResult =
  | {
      /**
       * The key as asked.
       */
      key: string;
      found: true;
      type: 'object';
      /**
       * What follows the directory's prefix; empty for the marker object whose key is the prefix itself.
       */
      name: string;
      /**
       * Bytes.
       */
      size: number;
      /**
       * RFC 3339, UTC.
       */
      lastModified?: string;
      /**
       * As S3 gives it, with its quotes.
       */
      etag?: string;
      /**
       * As S3 says it.
       */
      storageClass?: string;
      /**
       * The Content-Type header.
       */
      contentType?: string;
      /**
       * The Content-Encoding header.
       */
      contentEncoding?: string;
      /**
       * The Content-Disposition header.
       */
      contentDisposition?: string;
      /**
       * The Content-Language header.
       */
      contentLanguage?: string;
      /**
       * The Cache-Control header.
       */
      cacheControl?: string;
      /**
       * User metadata, without S3's `x-amz-meta-`.
       */
      metadata?: {
        [k: string]: string;
      };
      /**
       * In a versioned bucket.
       */
      versionId?: string;
      /**
       * By algorithm, base64.
       */
      checksums?: {
        [k: string]: string;
      };
      /**
       * Whether of the whole object or of its parts.
       */
      checksumType?: string;
      /**
       * S3's x-amz-restore, as it was sent.
       */
      restore?: string;
      /**
       * The Expires header as it was sent, also when it is no date.
       */
      expires?: string;
      /**
       * Every other `x-amz-` header of a HEAD that says something of the object, by its name and as it was sent: encryption, replication, Object Lock, expiration.
       */
      otherHeaders?: {
        [k: string]: string;
      };
    }
  | {
      /**
       * The key as asked.
       */
      key: string;
      found: true;
      type: 'directory';
      /**
       * Newest of the direct children and the marker; never "now".
       */
      lastModified?: string;
      /**
       * Direct children that are objects; the marker is not its own child.
       */
      objects: number;
      /**
       * Direct children that are directories.
       */
      directories: number;
      /**
       * Sum of the sizes of the direct objects, bytes.
       */
      size: number;
      /**
       * False for a very large directory that is not wholly indexed: the totals say what was seen.
       */
      complete: boolean;
      /**
       * The zero-byte object whose key is the directory itself.
       */
      marker?: {
        /**
         * Bytes.
         */
        size: number;
        /**
         * RFC 3339, UTC.
         */
        lastModified?: string;
        /**
         * As S3 gives it, with its quotes.
         */
        etag?: string;
        /**
         * As S3 says it.
         */
        storageClass?: string;
      };
    }
  | {
      /**
       * The key as asked.
       */
      key: string;
      found: false;
    };

export interface ListManyRequest {
  /**
   * Each as the prefix of a list; in any order, duplicates allowed.
   *
   * @minItems 1
   * @maxItems 100
   */
  prefixes: string[];
  /**
   * Entries of each directory, at most.
   */
  limit?: number;
}
export interface StatManyRequest {
  /**
   * Each as the key of a stat; in any order, duplicates allowed.
   *
   * @minItems 1
   * @maxItems 1000
   */
  keys: string[];
  /**
   * `full` adds what only a HEAD knows; each object whose HEAD is not kept costs one.
   */
  detail?: 'full';
}
export interface InvalidateRequest {
  /**
   * Single objects to look at again; one that ends in `/` names a directory, which is forgotten as by its prefix.
   *
   * @maxItems 1000
   */
  keys?: string[];
  /**
   * Directories to forget with everything below; the empty one is the whole bucket. One that ends inside a name forgets the directory of that name, whole.
   *
   * @maxItems 1000
   */
  prefixes?: string[];
}
export interface ListAnswer {
  bucket: string;
  /**
   * As asked.
   */
  prefix: string;
  /**
   * In S3's order (UTF-8 bytes) or as `sort` asks, directories with their slash.
   */
  entries: (ObjectEntry | DirectoryEntry)[];
  /**
   * Absent: this was the last page. A filtered page may be empty and have one.
   */
  nextCursor?: string;
  /**
   * Names looked at for this page; where filters or a sort were asked for.
   */
  scanned?: number;
  /**
   * With `sort`: true when all of the directory was sorted; false only where `partial=true` allowed it.
   */
  complete?: boolean;
}
/**
 * An object. Every field S3 did not send is absent.
 */
export interface ObjectEntry {
  type: 'object';
  /**
   * What follows the directory's prefix; empty for the marker object whose key is the prefix itself.
   */
  name: string;
  /**
   * The whole key.
   */
  key: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * RFC 3339, UTC.
   */
  lastModified?: string;
  /**
   * As S3 gives it, with its quotes.
   */
  etag?: string;
  /**
   * As S3 says it.
   */
  storageClass?: string;
  /**
   * With `detail=full`.
   */
  checksumAlgorithm?: string[];
  /**
   * With `detail=full`: whether of the whole object or of its parts.
   */
  checksumType?: string;
}
export interface DirectoryEntry {
  type: 'directory';
  /**
   * With its slash.
   */
  name: string;
  /**
   * The whole prefix.
   */
  key: string;
}
/**
 * RFC 9457.
 */
export interface Problem {
  /**
   * A stable name of the kind of problem.
   */
  type: string;
  title: string;
  status: number;
  /**
   * What is wrong here; it names the field.
   */
  detail: string;
  code:
    | 'invalid-request'
    | 'forbidden'
    | 'no-such-bucket'
    | 'no-such-key'
    | 'no-such-route'
    | 'method-not-allowed'
    | 'too-large'
    | 'too-expensive'
    | 'internal'
    | 'upstream-denied'
    | 'upstream-failed'
    | 'unavailable'
    | 'incomplete'
    | 'only-if-cached';
  /**
   * With `incomplete`: how far the work is. Asking again goes on from there.
   */
  progress?: {
    /**
     * Names known so far.
     */
    seen: number;
  };
}
export interface ListManyAnswer {
  /**
   * In the order asked.
   */
  results: ListResult[];
}
export interface UsageAnswer {
  bucket: string;
  /**
   * As asked.
   */
  prefix: string;
  /**
   * Everything below, marker objects too.
   */
  objects: number;
  /**
   * Bytes.
   */
  size: number;
  /**
   * Of the newest object.
   */
  lastModified?: string;
  /**
   * When the oldest object was last modified.
   */
  oldest?: string;
  /**
   * The largest object; of several the first in S3's order.
   */
  largest?: {
    /**
     * The whole key.
     */
    key: string;
    /**
     * Bytes.
     */
    size: number;
  };
  /**
   * By storage class, as S3 says it.
   */
  byStorageClass?: {
    [k: string]: {
      /**
       * Everything below, marker objects too.
       */
      objects: number;
      /**
       * Bytes.
       */
      size: number;
    };
  };
  /**
   * False: the time or the S3 calls of a request ended first, and the sums say what was seen. Asking again goes on from there.
   */
  complete: boolean;
  /**
   * The directories below, down to `depth` levels; each with all below it.
   */
  children?: {
    /**
     * The whole prefix.
     */
    prefix: string;
    /**
     * Everything below, marker objects too.
     */
    objects: number;
    /**
     * Bytes.
     */
    size: number;
    /**
     * Of the newest object.
     */
    lastModified?: string;
  }[];
  /**
   * Directories that `limit` left out of the children.
   */
  childrenOmitted?: number;
}
/**
 * Every field S3 did not send is absent.
 */
export interface ObjectStat {
  type: 'object';
  /**
   * What follows the directory's prefix; empty for the marker object whose key is the prefix itself.
   */
  name: string;
  /**
   * The whole key.
   */
  key: string;
  /**
   * Bytes.
   */
  size: number;
  /**
   * RFC 3339, UTC.
   */
  lastModified?: string;
  /**
   * As S3 gives it, with its quotes.
   */
  etag?: string;
  /**
   * As S3 says it.
   */
  storageClass?: string;
  /**
   * The Content-Type header.
   */
  contentType?: string;
  /**
   * The Content-Encoding header.
   */
  contentEncoding?: string;
  /**
   * The Content-Disposition header.
   */
  contentDisposition?: string;
  /**
   * The Content-Language header.
   */
  contentLanguage?: string;
  /**
   * The Cache-Control header.
   */
  cacheControl?: string;
  /**
   * User metadata, without S3's `x-amz-meta-`.
   */
  metadata?: {
    [k: string]: string;
  };
  /**
   * In a versioned bucket.
   */
  versionId?: string;
  /**
   * By algorithm, base64.
   */
  checksums?: {
    [k: string]: string;
  };
  /**
   * Whether of the whole object or of its parts.
   */
  checksumType?: string;
  /**
   * S3's x-amz-restore, as it was sent.
   */
  restore?: string;
  /**
   * The Expires header as it was sent, also when it is no date.
   */
  expires?: string;
  /**
   * Every other `x-amz-` header of a HEAD that says something of the object, by its name and as it was sent: encryption, replication, Object Lock, expiration.
   */
  otherHeaders?: {
    [k: string]: string;
  };
}
/**
 * Totals are of the direct children.
 */
export interface DirectoryStat {
  type: 'directory';
  /**
   * With its slash; empty for the root.
   */
  key: string;
  /**
   * Newest of the direct children and the marker; never "now".
   */
  lastModified?: string;
  /**
   * Direct children that are objects; the marker is not its own child.
   */
  objects: number;
  /**
   * Direct children that are directories.
   */
  directories: number;
  /**
   * Sum of the sizes of the direct objects, bytes.
   */
  size: number;
  /**
   * False for a very large directory that is not wholly indexed: the totals say what was seen.
   */
  complete: boolean;
  /**
   * The zero-byte object whose key is the directory itself.
   */
  marker?: {
    /**
     * Bytes.
     */
    size: number;
    /**
     * RFC 3339, UTC.
     */
    lastModified?: string;
    /**
     * As S3 gives it, with its quotes.
     */
    etag?: string;
    /**
     * As S3 says it.
     */
    storageClass?: string;
  };
}
export interface StatManyAnswer {
  /**
   * In the order asked.
   */
  results: StatResult[];
}
export interface InvalidateAnswer {
  /**
   * Nothing observed before it is answered again, by any instance.
   */
  invalidatedAt: string;
}
/**
 * What the index holds for one directory.
 */
export interface InspectAnswer {
  bucket: string;
  prefix: string;
  /**
   * How much of the directory a list would be answered from the index now.
   */
  coverage: 'complete' | 'partial' | 'none';
  /**
   * Only the beginning of a very large directory is shown.
   */
  truncated: boolean;
  /**
   * Names a whole read would have to look at again.
   */
  voidNames: number;
  head?: {
    /**
     * Until then, events below this directory are recorded; absent: never watched.
     */
    watchedUntil?: string;
    /**
     * Stat misses counted lately.
     */
    misses: number;
    /**
     * Until then, one instance is filling this directory; absent: none is.
     */
    leaseUntil?: string;
  };
  /**
   * Newest invalidation at or above the directory.
   */
  floorAt?: string;
  chunks: {
    /**
     * The range starts after this name; absent: at the start.
     */
    after?: string;
    /**
     * The last name of the range; absent: to the end.
     */
    through?: string;
    /**
     * Names it lists.
     */
    entries: number;
    /**
     * When S3 was asked.
     */
    observedAt: string;
    /**
     * Whole seconds since then.
     */
    ageSeconds: number;
    /**
     * Not served after this.
     */
    endsAt: string;
    /**
     * Sum of the sizes of the listed objects, bytes.
     */
    size: number;
    /**
     * Stored, compressed.
     */
    bytes: number;
    state: 'valid' | 'expired' | 'floored' | 'other-epoch' | 'undecodable';
  }[];
  marks: {
    name: string;
    /**
     * Voids earlier answers that say absent.
     */
    appearedAt?: string;
    /**
     * Voids earlier answers that say present.
     */
    vanishedAt?: string;
  }[];
  records: {
    name: string;
    says: 'object' | 'directory' | 'absent';
    /**
     * When S3 was asked.
     */
    observedAt: string;
    /**
     * Whole seconds since then.
     */
    ageSeconds: number;
    /**
     * Not served after this.
     */
    endsAt: string;
  }[];
}
export interface BucketsAnswer {
  buckets: {
    name: string;
    /**
     * How the index hears of changes.
     */
    events: 's3' | 'eventbridge' | 'none';
    /**
     * The served prefixes; absent: all.
     */
    prefixes?: string[];
    /**
     * How long a listing may be answered; 0: never from the index.
     */
    listTtlSeconds: number;
    /**
     * How long a stat may be answered; 0: never from the index.
     */
    statTtlSeconds: number;
    /**
     * What recursive listings and usage are answered from; absent: they ask S3 each time.
     */
    tree?: {
      /**
       * Each is the root of a tree.
       */
      roots: string[];
      /**
       * How long an answer from a tree may be given; 0: never from the index.
       */
      ttlSeconds: number;
    };
  }[];
}
export interface StatsAnswer {
  /**
   * When this instance started; every count is since then, of this instance alone.
   */
  since: string;
  /**
   * Questions asked (list, stat, stat many).
   */
  requests: number;
  /**
   * Answered without an S3 call.
   */
  hits: number;
  /**
   * Answered partly from the index.
   */
  partial: number;
  /**
   * Answered from S3: not held, ended, or asked for afresh.
   */
  misses: number;
  /**
   * Answered from S3 because the index was not available.
   */
  bypassed: number;
  /**
   * Answered by what had ended, because S3 failed.
   */
  stale: number;
  /**
   * Not answered: 5xx.
   */
  failed: number;
  s3: {
    /**
     * LISTs made.
     */
    lists: number;
    /**
     * HEADs made.
     */
    heads: number;
    /**
     * LISTs the same answers cost straight from S3, less those made.
     */
    listsAvoided: number;
    /**
     * HEADs the same answers cost straight from S3, less those made.
     */
    headsAvoided: number;
  };
  dynamodb: {
    readUnits: number;
    writeUnits: number;
  };
  dollars: {
    /**
     * Where these prices hold.
     */
    region: string;
    /**
     * Date of the price table.
     */
    pricesAsOf: string;
    /**
     * What the same answers had cost straight from S3.
     */
    direct: number;
    /**
     * On S3 calls, DynamoDB units, and front.
     */
    spent: number;
    /**
     * The part of spent for API Gateway, Lambda (requests and time) and logs, which plain S3 does not need.
     */
    front: number;
    /**
     * direct - spent. Below zero: the index cost more than it saved.
     */
    saved: number;
    /**
     * As saved, against a caller who also sends a HEAD for every object listed.
     */
    savedWithHeads: number;
  };
  /**
   * The table's size, some hours old; absent when it is not known.
   */
  table?: {
    /**
     * As DynamoDB last counted.
     */
    items: number;
    /**
     * As DynamoDB last counted.
     */
    bytes: number;
  };
}
export interface HealthAnswer {
  status: 'ok';
}
/**
 * An OpenAPI 3.1 document.
 */
export interface OpenApiDocument {
  openapi: string;
  info: {
    title: string;
    version: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
