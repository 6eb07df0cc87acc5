/** The messages from the measuring process to the process with the servers. */
import type { DirectorySpec } from '../directory.ts';

export type Command =
  | { do: 'start'; listMs: number; headMs: number }
  | { do: 'fill'; directories: DirectorySpec[] }
  /** Writes an object. No event is sent, because each contestant processes writes in its own way. */
  | { do: 'put'; bucket: string; keys: string[] }
  /** Answers the number of LISTs received. */
  | { do: 'count-lists' };

export type Reply =
  | { to: number; value: unknown }
  /** Text of an error. */
  | { to: number; failed: string };

export interface Endpoints {
  s3Url: string;
  dynamoUrl: string;
}
