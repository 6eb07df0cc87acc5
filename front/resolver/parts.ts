/** An S3 request in parts, as the resolver takes it from either front. */

export type ReadOperation = 'ListObjectsV2' | 'ListObjects' | 'HeadObject' | 'HeadBucket';

export interface S3Parts {
  operation: ReadOperation;
  bucket: string;
  /** Of HeadObject. */
  key?: string;
  /** Of the query, decoded, by their names on the wire. */
  parameters: ReadonlyMap<string, string>;
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>;
}
