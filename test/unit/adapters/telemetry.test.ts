import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  METRIC_NAMESPACE,
  METRICS,
  SERVICE_DIMENSION,
  SERVICES,
} from '../../../lambdas/adapters/metric-names.ts';
import { createTelemetry } from '../../../lambdas/adapters/telemetry.ts';

describe('telemetry', () => {
  const sent: string[] = [];
  const before = { ...process.env };

  beforeEach(() => {
    sent.length = 0;
    // With it Powertools writes to the global console instead of the process's stdout; nothing else of it is used here.
    process.env.POWERTOOLS_DEV = 'true';
    delete process.env.POWERTOOLS_METRICS_DISABLED;
    jest.spyOn(console, 'log').mockImplementation((line: unknown) => void sent.push(String(line)));
    jest.spyOn(console, 'warn').mockImplementation((line: unknown) => void sent.push(String(line)));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...before };
  });

  const emitting = () => {
    process.env.POWERTOOLS_METRICS_DISABLED = 'false';
    return createTelemetry({ service: SERVICES.listing });
  };

  test('counts for the whole life of the instance', () => {
    const telemetry = emitting();
    expect(telemetry.snapshot()).toEqual({});
    telemetry.count('hits');
    telemetry.count('readUnits', 0.5);
    telemetry.publish();
    telemetry.count('hits', 2);
    expect(telemetry.snapshot()).toEqual({ hits: 3, readUnits: 0.5 });
  });

  test('sends one sum a counter and invocation, with the service as the only dimension', () => {
    const telemetry = emitting();
    for (let i = 0; i < 300; i++) telemetry.count('s3List');
    telemetry.count('bypasses');
    telemetry.count('coalesced');
    telemetry.publish();
    telemetry.count('s3List');
    telemetry.publish();
    const lines = sent.map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      [METRICS.s3List]: 300,
      [METRICS.bypasses]: 1,
      [SERVICE_DIMENSION]: SERVICES.listing,
    });
    expect(lines[1]).toMatchObject({ [METRICS.s3List]: 1 });
    const [directive] = lines[0]._aws.CloudWatchMetrics;
    expect(directive.Namespace).toBe(METRIC_NAMESPACE);
    expect(directive.Dimensions).toEqual([[SERVICE_DIMENSION]]);
    // A counter nobody watches is not a metric, and costs nothing.
    expect(directive.Metrics.map(({ Name }: { Name: string }) => Name).sort()).toEqual([
      METRICS.bypasses,
      METRICS.s3List,
    ]);
  });

  test('an invocation in which nothing happened sends nothing, not even a warning', () => {
    const telemetry = emitting();
    telemetry.count('hits', 0);
    telemetry.publish();
    expect(sent).toEqual([]);
  });
});
