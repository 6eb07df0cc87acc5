/**
 * One bucket, with a proxy in front of each server. A cell changes S3 here, delivers the stored events, and asks the
 * instance under test.
 */
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { eventMessage, type ObjectWrite } from '../../local/s3/event-message.ts';
import { type EndpointName, siteOf } from './call-sites.ts';
import { type FillDeliveries, openFillDeliveries } from './fill-deliveries.ts';
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
  /** The instance under test: it reaches every server through a proxy and starts with empty memory. */
  subject: Instance;
  /** Puts objects. Each is a new object, or replaces the previous one with other content. */
  put(...keys: string[]): void;
  remove(...keys: string[]): void;
  /** Returns the messages that S3 sent about the changes since the last call. */
  takeEvents(): Message[];
  /** Only if the row uses fills. */
  fills?: FillDeliveries;
  /** The bodies of this stage's dead letters, without duplicates. */
  deadLetters(): Promise<string[]>;
  close(): Promise<void>;
}

/** A time in whole seconds, because the times of a HEAD have no fractions of a second, unlike those of a LIST. */
const FIRST_TIME_MS = Date.UTC(2026, 10, 1);

/** What a row needs of its stage. */
export interface StageNeeds {
  listTtlSeconds?: number;
  usesFills?: true;
}

export async function setStage(ground: Ground, { listTtlSeconds, usesFills }: StageNeeds): Promise<Stage> {
  const bucket = ground.nextBucket();
  const open = (endpoint: EndpointName, url: string) =>
    openFaultProxy(url, (request) => siteOf(endpoint, request), ground.disturbances.took);
  const proxies = {
    dynamodb: await open('dynamodb', ground.dynamodbEndpoint),
    s3: await open('s3', ground.s3.url),
    sqs: await open('sqs', ground.queue.endpoint),
  };
  const { QueueUrl } = await ground.queue.client.send(new CreateQueueCommand({ QueueName: bucket }));
  const fills = usesFills && (await openFillDeliveries(ground.queue.client, `${bucket}-fills`));
  const subject = await startInstance({
    tableName: ground.tableName,
    buckets: [{ name: bucket, events: 's3', listTtlSeconds }],
    s3Endpoint: proxies.s3.url,
    dynamodbEndpoint: proxies.dynamodb.url,
    sqsEndpoint: proxies.sqs.url,
    deadLetterQueueUrl: QueueUrl!,
    fillQueueUrl: fills?.queueUrl,
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
    fills,
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
