/** The queue of the template and its event source mapping. */
import { z } from 'zod';
import type { QueueSettings } from '../queue.ts';
import { resourcesOf, type Template } from './template.ts';

const attribute = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });

const mappingSchema = z.object({
  EventSourceArn: attribute,
  FunctionName: z.object({ Ref: z.string() }),
  BatchSize: z.int(),
  MaximumBatchingWindowInSeconds: z.int().default(0),
  // Without it, one failure would return the whole batch.
  FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
  ScalingConfig: z.object({ MaximumConcurrency: z.int() }),
});

const queueSchema = z.object({
  VisibilityTimeout: z.int(),
  RedrivePolicy: z.object({ deadLetterTargetArn: attribute, maxReceiveCount: z.int() }),
});

export interface TemplateEventSource {
  queueId: string;
  deadLettersId: string;
  functionId: string;
  queue: QueueSettings;
  batchSize: number;
  windowMs: number;
  maxConcurrency: number;
}

/** @throws if Lambda would refuse the mapping: a message must stay hidden for as long as the function may take. */
export function readEventSource(template: Template): TemplateEventSource {
  const [found, ...more] = resourcesOf(template, 'AWS::Lambda::EventSourceMapping');
  if (found === undefined || more.length > 0)
    throw new Error('the template must have exactly one event source mapping');
  const mapping = mappingSchema.parse(found[1].Properties);
  const queueId = mapping.EventSourceArn['Fn::GetAtt'][0];
  const queue = queueSchema.parse(template.Resources[queueId]?.Properties);
  const functionId = mapping.FunctionName.Ref;
  const timeout = Number(template.Resources[functionId]?.Properties.Timeout);
  if (queue.VisibilityTimeout < timeout)
    throw new Error("the queue's visibility timeout is shorter than the function's timeout");
  return {
    queueId,
    deadLettersId: queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0],
    functionId,
    queue: {
      visibilityTimeoutSeconds: queue.VisibilityTimeout,
      maxReceiveCount: queue.RedrivePolicy.maxReceiveCount,
    },
    batchSize: mapping.BatchSize,
    windowMs: mapping.MaximumBatchingWindowInSeconds * 1000,
    maxConcurrency: mapping.ScalingConfig.MaximumConcurrency,
  };
}
