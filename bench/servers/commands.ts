/** What the measuring process asks of the process with the servers in it. */
import type { DirectorySpec } from '../directory.ts';

export type Command =
  | { do: 'start'; listMs: number; headMs: number }
  | { do: 'fill'; directories: DirectorySpec[] }
  /** An object is written (no event is sent: each contestant hears of it in its own way). */
  | { do: 'put'; bucket: string; keys: string[] };

export type Reply =
  | { to: number; value: unknown }
  /** Text of an error. */
  | { to: number; failed: string };

export interface Endpoints {
  s3Url: string;
  dynamoUrl: string;
}
