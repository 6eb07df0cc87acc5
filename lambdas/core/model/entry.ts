/** What S3 reports about one name in a directory. Fields that S3 did not send are absent. */

export interface ObjectEntry {
  type: 'object';
  /** The part of the key after the directory's prefix; empty for the marker object, whose key is the prefix itself. */
  name: string;
  sizeBytes: number;
  /** Epoch ms. AWS gives whole seconds in LIST and HEAD. */
  lastModifiedMs?: number;
  /** As S3 sends it, with its quotes. */
  etag?: string;
  /** For HEAD, AWS omits the header when it is `STANDARD`. */
  storageClass?: string;
  checksum?: ListedChecksum;
}

/** Which checksums S3 has of an object. Only a HEAD returns the checksums themselves. */
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
  /** The Expires header as sent, even when it is not a date. */
  expires?: string;
  /**
   * Every other `x-amz-` header that says something of the object, as it was sent: encryption, replication, Object
   * Lock, ...
   */
  otherHeaders?: Record<string, string>;
}
