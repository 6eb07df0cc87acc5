/** The S3 server of the stack: the built-in endpoint with the imported folders, or an existing server. */
import { fileURLToPath } from 'node:url';
import type { Arguments } from './arguments.ts';
import { addDemoTree } from './demo-tree.ts';
import type { ImportedFolder } from './import-flag.ts';
import { listenError } from './loopback.ts';
import { messageText } from './notification-intake.ts';
import type { Reporter } from './running-stack.ts';
import { type Requests, startLocalS3 } from './s3/server.ts';

export interface StackS3 {
  url: string;
  /** The address that only the functions use, so that their calls are counted separately. */
  functionsUrl: string;
  /** Requests of all clients except the functions. They are not known for an existing server. */
  requests: Requests;
  /** The served buckets, in the given order. */
  buckets: string[];
  /**
   * Lets pages of this origin read objects (CORS). Has no effect on another server, which has its own CORS settings.
   */
  allowReader(origin: string): void;
  close(): Promise<void>;
}

/** Tens of thousands of real names, sizes and times, which every clone has. */
const DEMO: ImportedFolder = {
  folder: fileURLToPath(new URL('../node_modules', import.meta.url)),
  bucket: 'demo',
  prefix: '',
};

/** True if no bucket, folder or server was given. */
export function servesDemo({ imports, buckets }: Pick<Arguments, 'imports' | 'buckets'>): boolean {
  return imports.length + buckets.length === 0;
}

const NONE: Requests = { list: 0, head: 0, get: 0, put: 0, delete: 0, other: 0 };

export type OnWrite = (bucket: string, message: string) => void;

/** `1 file`, `1,007 files`. */
function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}

export async function startS3(options: Arguments, onWrite: OnWrite, report: Reporter): Promise<StackS3> {
  if (options.s3Endpoint !== undefined) {
    const url = options.s3Endpoint;
    const { buckets } = options;
    return { url, functionsUrl: url, requests: NONE, buckets, allowReader() {}, close: async () => {} };
  }
  const imports = servesDemo(options) ? [DEMO] : options.imports;
  const buckets = [...new Set([...imports.map((one) => one.bucket), ...options.buckets])];
  const s3 = await startLocalS3({
    port: options.s3Port,
    latency: options.s3Latency,
    onEvent: (event) => onWrite(event.Records[0].s3.bucket.name, messageText(event)),
    clock: Date.now,
  }).catch((error: unknown) => {
    throw listenError(error, options.s3Port, '--s3-port');
  });
  for (const name of buckets) s3.storage.createBucket(name);
  for (const { folder, bucket, prefix } of imports) {
    const startedAt = performance.now();
    const { files, skipped } = await s3.importDirectory(bucket, prefix, folder);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    report.note(
      `${folder}: ${counted(files, 'file')} in bucket ${bucket}/${prefix}, ${skipped} skipped (links, special or unreadable files, invalid names), ${seconds} s`,
    );
  }
  if (servesDemo(options)) {
    const objects = addDemoTree(s3.storage.bucket(DEMO.bucket));
    report.note(`${counted(objects, 'small file')} in bucket ${DEMO.bucket}, under docs/ and photos/`);
  }
  const { url: functionsUrl } = await s3.openDoor();
  const { url, requests, allowReader } = s3;
  return { url, functionsUrl, requests, buckets, allowReader, close: async () => s3.close() };
}
