/** What S3 says of one name in a directory. Fields S3 did not send are absent. */

export interface ObjectEntry {
  type: 'object';
  /** What follows the directory's prefix; empty for the marker object whose key is the prefix itself. */
  name: string;
  sizeBytes: number;
  /** Epoch ms. LIST and HEAD of AWS give whole seconds. */
  lastModifiedMs?: number;
  /** As S3 gives it, with its quotes. */
  etag?: string;
  /** `STANDARD` where S3 says so; a HEAD says it by leaving the header out. */
  storageClass?: string;
  checksum?: ListedChecksum;
}

/** How S3 says an object is summed; the sums themselves only a HEAD tells. */
export interface ListedChecksum {
  /** `CRC32`, `CRC64NVME`, ... */
  algorithms: string[];
  /** `FULL_OBJECT` or `COMPOSITE`. */
  type?: string;
}

export interface DirectoryEntry {
  type: 'directory';
  /** With its slash. */
  name: string;
}

export type Entry = ObjectEntry | DirectoryEntry;

/** What only a HEAD knows. Times as S3 wrote them. */
export interface ObjectDetail {
  contentType?: string;
  contentEncoding?: string;
  contentDisposition?: string;
  contentLanguage?: string;
  cacheControl?: string;
  metadata?: Record<string, string>;
  versionId?: string;
  /** By algorithm, base64: `{ CRC64NVME: "..." }`. */
  checksums?: Record<string, string>;
  restore?: string;
  /** The Expires header as it was sent, also when it is not a date. */
  expires?: string;
  /** Every other `x-amz-` header that says something of the object, as it was sent: encryption, replication, Object Lock, ... */
  otherHeaders?: Record<string, string>;
}
