/** What S3 reports about one name in a directory. Fields that S3 did not send are absent. */

export interface ObjectEntry {
  type: 'object';
  /** The part of the key after the directory's prefix; empty for the marker object, whose key is the prefix itself. */
  name: string;
  sizeBytes: number;
  /** Epoch ms. AWS gives whole seconds in LIST and HEAD. */
  lastModifiedMs?: number;
  /** The ETag as S3 sends it, with its quotes. */
  etag?: string;
  /** AWS omits the header of a HEAD when the class is `STANDARD`. */
  storageClass?: string;
  checksum?: ListedChecksum;
}

/** The algorithms and the type of an object's checksums. Only a HEAD returns the checksums themselves. */
export interface ListedChecksum {
  /** `CRC32`, `CRC64NVME`, ... */
  algorithms: string[];
  /** `FULL_OBJECT` or `COMPOSITE`. */
  type?: string;
}

export interface DirectoryEntry {
  type: 'directory';
  /** Ends in a slash. */
  name: string;
}

export type Entry = ObjectEntry | DirectoryEntry;

/** The fields that only a HEAD returns. Times are in S3's own format. */
export interface ObjectDetail {
  contentType?: string;
  contentEncoding?: string;
  contentDisposition?: string;
  contentLanguage?: string;
  cacheControl?: string;
  metadata?: Record<string, string>;
  versionId?: string;
  /** By algorithm, in base64: `{ CRC64NVME: "..." }`. */
  checksums?: Record<string, string>;
  restore?: string;
  /** The Expires header as sent, even if it is not a date. */
  expires?: string;
  /** All other `x-amz-` headers about the object, as sent: encryption, replication, Object Lock, ... */
  otherHeaders?: Record<string, string>;
}
