/** SQS on loopback (fauxqs): the event queue, its dead-letter queue, and the sender of events. */
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { LOOPBACK } from './loopback.ts';

export interface QueueSettings {
  /** How long a received message is hidden while a function processes it. */
  visibilityTimeoutSeconds: number;
  /** After this many receives the message becomes a dead letter. */
  maxReceiveCount: number;
}

export interface LocalQueue {
  endpoint: string;
  client: SQSClient;
  queueUrl: string;
  deadLetterQueueUrl: string;
  /** Resolves with the message's id when the message is in the queue. */
  send(body: string): Promise<string>;
  depth(): Promise<{ visible: number; inFlight: number; deadLetters: number }>;
  close(): Promise<void>;
}

/** These are only placeholders; fauxqs accepts any credentials. */
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const REGION = 'us-east-1';
/** SQS's limit for the number of messages in one batch. */
const SEND_BATCH = 10;

export async function startQueue(settings: QueueSettings, name = 's3dex-events'): Promise<LocalQueue> {
  const server = buildApp({ logger: false });
  const endpoint = await server.listen({ host: LOOPBACK, port: 0 });
  const client = new SQSClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  return {
    ...(await openQueue({ client, endpoint }, name, settings)),
    async close() {
      client.destroy();
      server.server.closeAllConnections();
      await server.close();
    },
  };
}

/** Creates one more queue on the same server. It is closed with the other queue. */
export async function queueBeside(
  other: LocalQueue,
  name: string,
  settings: QueueSettings,
): Promise<LocalQueue> {
  return { ...(await openQueue(other, name, settings)), close: async () => {} };
}

async function openQueue(
  { client, endpoint }: Pick<LocalQueue, 'client' | 'endpoint'>,
  name: string,
  settings: QueueSettings,
): Promise<Omit<LocalQueue, 'close'>> {
  const deadLetterQueueUrl = await createQueue(client, `${name}-dead`, {});
  const deadLetterTargetArn = await attribute(client, deadLetterQueueUrl, 'QueueArn');
  const queueUrl = await createQueue(client, name, {
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: settings.maxReceiveCount }),
  });
  return {
    endpoint,
    client,
    queueUrl,
    deadLetterQueueUrl,
    send: createSender(client, queueUrl),
    async depth() {
      const [main, dead] = await Promise.all([counts(client, queueUrl), counts(client, deadLetterQueueUrl)]);
      return { ...main, deadLetters: dead.visible + dead.inFlight };
    },
  };
}

/**
 * Sends single messages immediately. Messages that arrive while a call is in progress are sent as batches, in order:
 * ten thousand simultaneous writes need only a thousand calls.
 */
function createSender(client: SQSClient, queueUrl: string): (body: string) => Promise<string> {
  const waiting: { body: string; resolve: (id: string) => void; reject: (error: unknown) => void }[] = [];
  let busy = false;
  const drain = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, SEND_BATCH);
      try {
        const answer = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: batch.map((one, index) => ({ Id: String(index), MessageBody: one.body })),
          }),
        );
        const ids = new Map(answer.Successful?.map((sent) => [sent.Id, sent.MessageId]));
        const causes = new Map(answer.Failed?.map((failed) => [failed.Id, failed.Message ?? failed.Code]));
        batch.forEach((one, index) => {
          const id = ids.get(String(index));
          if (id === undefined)
            one.reject(new Error(causes.get(String(index)) ?? 'the message was not sent'));
          else one.resolve(id);
        });
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    busy = false;
  };
  return (body) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    waiting.push({ body, resolve, reject });
    if (!busy) void drain();
    return promise;
  };
}

async function createQueue(
  client: SQSClient,
  name: string,
  attributes: Record<string, string>,
): Promise<string> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  if (QueueUrl === undefined) throw new Error(`queue ${name} was created without a URL`);
  return QueueUrl;
}

async function attribute(client: SQSClient, queueUrl: string, name: 'QueueArn'): Promise<string> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [name] }),
  );
  return Attributes?.[name] ?? '';
}

async function counts(client: SQSClient, queueUrl: string): Promise<{ visible: number; inFlight: number }> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
