/**
 * One bucket with a proxy before each server: S3 is changed here, its events are kept to be delivered, a subject is
 * asked.
 */
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { eventMessage, type ObjectWrite } from '../../local/s3/event-message.ts';
import { type EndpointName, siteOf } from './call-sites.ts';
import type { Ground } from './ground.ts';
import { type Instance, startInstance } from './instance.ts';
import { type FaultProxy, openFaultProxy } from './proxy.ts';

export interface Message {
  messageId: string;
  body: string;
}

export interface Stage {
  ground: Ground;
  bucket: string;
  proxies: Record<EndpointName, FaultProxy>;
  /** The instance under test: it reaches every server through a proxy, and remembers nothing yet. */
  subject: Instance;
  /** Every object is new, or another in the place of the one before. */
  put(...keys: string[]): void;
  remove(...keys: string[]): void;
  /** The messages S3 sends of the changes since the last call. */
  takeEvents(): Message[];
  /** Bodies of this stage's dead letters, each once. */
  deadLetters(): Promise<string[]>;
  close(): Promise<void>;
}

/** Whole seconds: a HEAD has no more, and a LIST would. */
const FIRST_TIME_MS = Date.UTC(2026, 10, 1);

export async function setStage(ground: Ground, listTtlSeconds?: number): Promise<Stage> {
  const bucket = ground.nextBucket();
  const open = (endpoint: EndpointName, url: string) =>
    openFaultProxy(url, (request) => siteOf(endpoint, request), ground.disturbances.took);
  const proxies = {
    dynamodb: await open('dynamodb', ground.dynamodbEndpoint),
    s3: await open('s3', ground.s3.url),
    sqs: await open('sqs', ground.queue.endpoint),
  };
  const { QueueUrl } = await ground.queue.client.send(new CreateQueueCommand({ QueueName: bucket }));
  const subject = await startInstance({
    tableName: ground.tableName,
    buckets: [{ name: bucket, events: 's3', ...(listTtlSeconds !== undefined && { listTtlSeconds }) }],
    s3Endpoint: proxies.s3.url,
    dynamodbEndpoint: proxies.dynamodb.url,
    sqsEndpoint: proxies.sqs.url,
    deadLetterQueueUrl: QueueUrl!,
  });
  let writes = 0;
  let messages: Message[] = [];
  const tell = (write: Pick<ObjectWrite, 'key' | 'eventName' | 'created'>) => {
    const sequencer = (++writes).toString(16).padStart(16, '0');
    const message = eventMessage({ ...write, bucket, requestId: 'r' }, Date.now(), sequencer);
    messages.push({ messageId: `${bucket}-${writes}`, body: JSON.stringify(message) });
  };
  return {
    ground,
    bucket,
    proxies,
    subject,
    put(...keys) {
      for (const key of keys) {
        const etag = (writes + 1).toString(16).padStart(32, '0');
        const sizeBytes = 100 + writes;
        ground.s3.storage.put(bucket, {
          key,
          sizeBytes,
          etag,
          lastModifiedMs: FIRST_TIME_MS + writes * 1000,
        });
        tell({ key, eventName: 'ObjectCreated:Put', created: { sizeBytes, etag } });
      }
    },
    remove(...keys) {
      for (const key of keys) {
        ground.s3.storage.bucket(bucket).objects.delete(key);
        tell({ key, eventName: 'ObjectRemoved:Delete' });
      }
    },
    takeEvents() {
      const taken = messages;
      messages = [];
      return taken;
    },
    async deadLetters() {
      const bodies = new Set<string>();
      const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
      const { Messages = [] } = await ground.queue.client.send(receive);
      for (const { Body } of Messages) bodies.add(Body!);
      return [...bodies];
    },
    async close() {
      await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
    },
  };
}
