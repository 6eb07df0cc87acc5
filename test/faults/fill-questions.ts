/** The calls of the fills API and of usage, compared with S3. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FillStatusAnswer } from '../../contract/answers/fill.ts';
import type { UsageAnswer } from '../../contract/answers/usage.ts';
import { listFromS3 } from '../support/s3-view.ts';
import { type Question, timed, v1 } from './questions.ts';
import { until } from './row.ts';
import type { Stage } from './stage.ts';
import { judgeError, rightly, wrong } from './verdict.ts';

const MOST_DELIVERIES = 100;
const DELIVERY_PAUSE_MS = 50;

/** The sums of everything below the directory. */
export function usage(prefix: string): Question {
  return timed(async (stage, instance, allowed) => {
    const response = await instance.ask({ target: v1(stage, `usage?${new URLSearchParams({ prefix })}`) });
    if (response.statusCode !== 200) return judgeError(response, allowed);
    const { objects, size, complete } = JSON.parse(response.body) as UsageAnswer;
    const all = await listFromS3(stage.ground.s3Client, stage.bucket, prefix, 'everything below');
    const sizes = all.map((entry) => (entry.type === 'object' ? entry.size : 0));
    const truth = sizes.reduce((sum, bytes) => sum + bytes, 0);
    if (complete && objects === all.length && size === truth) return rightly([response]);
    return wrong(`usage of ${prefix}: ${response.body}, S3 has ${all.length} objects, ${truth} bytes`);
  });
}

/** Begins a fill. If it was accepted, it must end complete, with each name counted once. */
export function beginFill(): Question {
  return timed(async (stage, instance, allowed) => {
    const body = { prefix: '', recursive: true };
    const response = await instance.ask({ method: 'POST', target: v1(stage, 'fills'), body });
    if (response.statusCode !== 202) return judgeError(response, allowed);
    const { id } = JSON.parse(response.body) as { id: string };
    if (!response.headers.location?.endsWith(`/fills/${id}`)) return wrong('no Location of the fill');
    await deliverAll(stage, stage.ground.healthy);
    const status = await statusOf(stage, id);
    const names = await namesInS3(stage);
    if (status.state === 'complete' && status.listed === names) return { outcome: 's3' };
    return wrong(`a fill that was accepted is ${JSON.stringify(status)}, S3 has ${names} names`);
  });
}

/** The progress of a fill that is complete. */
export function fillStatus(id: string): Question {
  return timed(async (stage, instance, allowed) => {
    const response = await instance.ask({ target: v1(stage, `fills/${id}`) });
    if (response.statusCode !== 200) return judgeError(response, allowed);
    const { state, listed } = JSON.parse(response.body) as FillStatusAnswer;
    const names = await namesInS3(stage);
    if (state === 'complete' && listed === names) return { outcome: 'index' };
    return wrong(`the fill is ${state} with ${listed} names, S3 has ${names}`);
  });
}

/** Cancels a fill whose message was not delivered yet. Once this is confirmed, nothing of the fill is listed. */
export function cancelFill(id: string): Question {
  return timed(async (stage, instance, allowed) => {
    const response = await instance.ask({ method: 'DELETE', target: v1(stage, `fills/${id}`) });
    if (response.statusCode !== 204) return judgeError(response, allowed);
    await deliverAll(stage, stage.ground.healthy);
    const { state, listed } = await statusOf(stage, id);
    if (state === 'cancelled' && listed === 0) return { outcome: 'index' };
    return wrong(`a cancelled fill is ${state} with ${listed} names`);
  });
}

/** Delivers until no message is left. */
export async function deliverAll(
  stage: Stage,
  instance: Stage['subject'],
  onDelivered: () => Promise<void> = async () => {},
): Promise<void> {
  for (let i = 0; i < MOST_DELIVERIES; i++) {
    const { messages, failed } = await stage.fills!.deliver(instance);
    if (messages === 0) return;
    await onDelivered();
    if (failed > 0) await sleep(DELIVERY_PAUSE_MS);
  }
  throw new Error(`messages of fills are left after ${MOST_DELIVERIES} deliveries`);
}

/** Begins a fill by the instance under test, before any fault. */
export async function begun(stage: Stage): Promise<string> {
  const target = v1(stage, 'fills');
  let id = '';
  await until('the fill has begun', async () => {
    const body = { prefix: '', recursive: true };
    const answer = await stage.subject.ask({ method: 'POST', target, body });
    if (answer.statusCode === 202) id = (JSON.parse(answer.body) as { id: string }).id;
    return answer.statusCode === 202;
  });
  return id;
}

/** The progress as an instance without faults sees it. */
export async function statusOf(stage: Stage, id: string): Promise<FillStatusAnswer> {
  let body = '';
  await until('the progress is read', async () => {
    const answer = await stage.ground.healthy.ask({ target: v1(stage, `fills/${id}`) });
    body = answer.body;
    return answer.statusCode === 200;
  });
  return JSON.parse(body) as FillStatusAnswer;
}

export async function namesInS3(stage: Stage): Promise<number> {
  return (await listFromS3(stage.ground.s3Client, stage.bucket, '', 'everything below')).length;
}
