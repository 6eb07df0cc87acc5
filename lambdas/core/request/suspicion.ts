import type { ChangedName } from '../model/changed-names.ts';
import type { Directory } from '../model/names.ts';

/** A name that S3 lists differently than before, although no event about it was recorded since `since`. */
export interface Suspicion {
  directory: Directory;
  name: string;
  how: ChangedName['how'];
  /** Of the old page. If the table is emptied, marks of this epoch are deleted. */
  epoch: string;
  since: number;
  noticedAt: number;
}
