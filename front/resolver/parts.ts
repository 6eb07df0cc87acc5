/** The parts of an S3 request, as the resolver gets them from both fronts. */

export type ReadOperation = 'ListObjectsV2' | 'ListObjects' | 'HeadObject' | 'HeadBucket';

export interface S3Parts {
  operation: ReadOperation;
  bucket: string;
  /** Only for HeadObject. */
  key?: string;
  /** Parameters of the query, decoded, by their names on the wire. */
  parameters: ReadonlyMap<string, string>;
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>;
}
