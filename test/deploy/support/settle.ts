/** Waits until every event so far is processed, which is when the queues are empty. */
import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Place } from './place.ts';

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** The number of messages in each queue of the account, including those in flight, by the queue's name. */
export async function queueDepths({ sqs }: Place): Promise<Map<string, number>> {
  const depths = new Map<string, number>();
  for (const QueueUrl of (await sqs.send(new ListQueuesCommand({}))).QueueUrls ?? []) {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: inFlight } =
      Attributes;
    depths.set(QueueUrl.split('/').at(-1)!, Number(waiting) + Number(inFlight));
  }
  return depths;
}

/** Waits until all change queues are empty. Dead letters do not count. */
export async function settled(place: Place): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const depths = [...(await queueDepths(place))].filter(([name]) => !name.includes('DeadLetters'));
    if (depths.every(([, depth]) => depth === 0)) return;
    if (Date.now() > deadline) throw new Error(`still queued after ${PATIENCE_MS} ms: ${depths}`);
    await sleep(LOOK_EVERY_MS);
  }
}
