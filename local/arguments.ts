/** The command line of the local stack, parsed strictly: an invalid argument is an error that names the flag. */
import { parseArgs } from 'node:util';
import { demandBucketName, demandNewBucketName } from './demand-bucket-name.ts';
import { type ImportedFolder, parseImport } from './import-flag.ts';
import { UsageError } from './usage-error.ts';

/** Latency in milliseconds that the S3 endpoint adds to each answer. */
export interface S3Latency {
  listMs: number;
  headMs: number;
}

export interface Arguments {
  port: number;
  s3Port: number;
  imports: ImportedFolder[];
  /** The buckets given with --bucket, in the given order. */
  buckets: string[];
  s3Endpoint?: string;
  dynamodbEndpoint?: string;
  events: boolean;
  s3Latency: S3Latency;
  quiet: boolean;
  /** Run the deployed artefacts of the synthesised template instead of the sources. */
  template?: true;
}

const DEFAULT_PORT = 4000;
const DEFAULT_S3_PORT = 4001;
const MAX_PORT = 65_535;
/** If the latency were longer, every call would exceed the services' own timeouts. */
const MAX_LATENCY_MS = 20_000;

export const HELP = `Runs s3dex on this machine: an S3 endpoint, DynamoDB, SQS, the functions and the HTTP API, on loopback only.

  --port N                        port of the API (default ${DEFAULT_PORT}; 0: any free port)
  --s3-port N                     port of the S3 endpoint (default ${DEFAULT_S3_PORT}; 0: any free port)
  --import DIR[=bucket[/prefix/]] serve a folder as a bucket; may be repeated
  --bucket NAME                   create an empty bucket; may be repeated
  --s3-endpoint URL               use the buckets of this S3 server instead of the built-in one
  --dynamodb-endpoint URL         create the table in this DynamoDB instead of the built-in one
  --no-events                     send no events: stored answers are used until their short lives end
  --s3-latency list=MS,head=MS    delay the answers of the built-in S3 endpoint
  --quiet                         print only the ready line and errors
  --template                      run what the synthesised template deploys, instead of the sources
  --help                          print this help

Without --import and --bucket, the bucket "demo" is served. docs/local.md explains each flag.
`;

export const USAGE = `npm start -- [--port ${DEFAULT_PORT}] [--s3-port ${DEFAULT_S3_PORT}] [--import DIR[=bucket[/prefix/]]]... [--bucket NAME]...
             [--s3-endpoint URL] [--dynamodb-endpoint URL] [--no-events] [--s3-latency list=MS,head=MS] [--quiet] [--template]`;

export function parseArguments(argv: string[]): Arguments {
  const { values } = parsed(argv);
  const buckets = [...new Set(values.bucket ?? [])];
  const s3Endpoint = parseEndpoint(values['s3-endpoint'], '--s3-endpoint');
  const demandName = s3Endpoint === undefined ? demandNewBucketName : demandBucketName;
  for (const name of buckets) demandName(name, '--bucket');
  const imports = (values.import ?? []).map(parseImport);
  const dynamodbEndpoint = parseEndpoint(values['dynamodb-endpoint'], '--dynamodb-endpoint');
  if (s3Endpoint !== undefined) refuseWithOwnServer(imports, buckets, values['s3-latency']);
  return {
    port: parsePort(values.port, '--port', DEFAULT_PORT),
    s3Port: parsePort(values['s3-port'], '--s3-port', DEFAULT_S3_PORT),
    imports,
    buckets,
    s3Endpoint,
    dynamodbEndpoint,
    events: !values['no-events'],
    s3Latency: parseLatency(values['s3-latency']),
    quiet: values.quiet ?? false,
    template: values.template || undefined,
  };
}

function parsed(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        's3-port': { type: 'string' },
        import: { type: 'string', multiple: true },
        bucket: { type: 'string', multiple: true },
        's3-endpoint': { type: 'string' },
        'dynamodb-endpoint': { type: 'string' },
        'no-events': { type: 'boolean' },
        's3-latency': { type: 'string' },
        quiet: { type: 'boolean' },
        template: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** If another S3 server is given, its buckets are served, so nothing can be imported and no latency can be added. */
function refuseWithOwnServer(
  imports: ImportedFolder[],
  buckets: string[],
  latency: string | undefined,
): void {
  if (imports.length > 0)
    throw new UsageError('--import needs the built-in S3 endpoint and cannot be used with --s3-endpoint');
  if (latency !== undefined)
    throw new UsageError('--s3-latency needs the built-in S3 endpoint and cannot be used with --s3-endpoint');
  if (buckets.length === 0)
    throw new UsageError('--s3-endpoint needs at least one --bucket that exists on that server');
}

function parsePort(text: string | undefined, flag: string, fallback: number): number {
  if (text === undefined) return fallback;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > MAX_PORT)
    throw new UsageError(`${flag}: must be a port number from 0 to 65535, got: ${text}`);
  return port;
}

function parseEndpoint(text: string | undefined, flag: string): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError(`${flag}: not an http URL: ${text}`);
  }
  return text;
}

/** Parses `list=MS,head=MS`. Either part may be absent. */
function parseLatency(text: string | undefined): S3Latency {
  const latency: S3Latency = { listMs: 0, headMs: 0 };
  if (text === undefined) return latency;
  for (const part of text.split(',')) {
    const [, call, ms] = /^(list|head)=(\d+)$/.exec(part) ?? [];
    if (call === undefined || Number(ms) > MAX_LATENCY_MS) {
      throw new UsageError(
        `--s3-latency: expected list=MS,head=MS (at most ${MAX_LATENCY_MS}), got: ${text}`,
      );
    }
    latency[call === 'list' ? 'listMs' : 'headMs'] = Number(ms);
  }
  return latency;
}
