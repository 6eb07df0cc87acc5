/** The queues of the template and their event source mappings. */
import { z } from 'zod';
import { ENV } from '../../lambdas/adapters/env.ts';
import type { QueueSettings } from '../queue.ts';
import { resourcesOf, type Template } from './template.ts';

const attribute = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });

const mappingSchema = z.object({
  EventSourceArn: attribute,
  FunctionName: z.object({ Ref: z.string() }),
  BatchSize: z.int(),
  MaximumBatchingWindowInSeconds: z.int().default(0),
  // Without this setting, one failed message would return the whole batch.
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

export interface TemplateEventSources {
  events: TemplateEventSource;
  /** Absent if the template has no fill workers. */
  fills?: TemplateEventSource | undefined;
}

/**
 * Returns the event sources.
 * @throws if Lambda would refuse a mapping: a message must be hidden at least as long as the function may take.
 */
export function readEventSources(template: Template): TemplateEventSources {
  const sources = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) =>
    readEventSource(template, Properties),
  );
  const fills = sources.filter(({ functionId }) => isFillWorker(template, functionId));
  const [events, ...more] = sources.filter((it) => !fills.includes(it));
  if (events === undefined || more.length > 0 || fills.length > 1)
    throw new Error(
      'the template must have exactly one event source mapping for events, and at most one for fills',
    );
  return { events, fills: fills[0] };
}

function isFillWorker(template: Template, functionId: string): boolean {
  const environment = template.Resources[functionId]?.Properties.Environment;
  return environment !== undefined && ENV.fillConcurrency in environmentSchema.parse(environment).Variables;
}

const environmentSchema = z.object({ Variables: z.record(z.string(), z.unknown()) });

function readEventSource(template: Template, properties: unknown): TemplateEventSource {
  const mapping = mappingSchema.parse(properties);
  const queueId = mapping.EventSourceArn['Fn::GetAtt'][0];
  const queue = queueSchema.parse(template.Resources[queueId]?.Properties);
  const functionId = mapping.FunctionName.Ref;
  const timeout = Number(template.Resources[functionId]?.Properties.Timeout);
  if (queue.VisibilityTimeout < timeout)
    throw new Error(
      `${queueId}: the visibility timeout (${queue.VisibilityTimeout} s) is shorter than the timeout of ${functionId} (${timeout} s)`,
    );
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
