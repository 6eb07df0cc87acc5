import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  DEPLOYMENT_DIMENSION,
  DOLLAR_METRICS,
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
    // Without this setting, Powertools writes to its own console instead of the global one, which the test reads. It
    // has no other effect here.
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
    return createTelemetry({ service: SERVICES.listing, deployment: 'mine' });
  };

  test('counts over the whole life of the instance', () => {
    const telemetry = emitting();
    expect(telemetry.snapshot()).toEqual({});
    telemetry.count('hits');
    telemetry.count('readUnits', 0.5);
    telemetry.publish();
    telemetry.count('hits', 2);
    expect(telemetry.snapshot()).toEqual({ hits: 3, readUnits: 0.5, metricLines: 1 });
  });

  test('writes the reason why S3 was asked into the line of its invocation only', () => {
    const telemetry = emitting();
    for (const reason of ['miss', undefined]) {
      telemetry.count('requests');
      if (reason) telemetry.logReason(reason);
      telemetry.publish();
    }
    const [first, second] = sent.map((line) => JSON.parse(line));
    expect(first).toMatchObject({ reason: 'miss', [METRICS.requests]: 1 });
    expect(second).not.toHaveProperty('reason');
  });

  test('sends one sum per counter and invocation, with service and deployment as the only dimensions', () => {
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
      [DEPLOYMENT_DIMENSION]: 'mine',
    });
    expect(lines[1]).toMatchObject({ [METRICS.s3List]: 1 });
    const [directive] = lines[0]._aws.CloudWatchMetrics;
    expect(directive.Namespace).toBe(METRIC_NAMESPACE);
    expect(directive.Dimensions.map((it: string[]) => it.sort())).toEqual([
      [DEPLOYMENT_DIMENSION, SERVICE_DIMENSION],
    ]);
    // A counter that nobody uses is not sent as a metric, so it costs nothing.
    expect(directive.Metrics.map(({ Name }: { Name: string }) => Name).sort()).toEqual([
      METRICS.bypasses,
      DOLLAR_METRICS.saved,
      DOLLAR_METRICS.spent,
      METRICS.s3List,
    ]);
  });

  test('sends what the invocation spent and saved, negative if it cost more', () => {
    const telemetry = emitting();
    telemetry.count('s3Head', 2);
    telemetry.count('plainHeads');
    telemetry.publish();
    expect(JSON.parse(sent[0]!)).toMatchObject({
      // Includes this line of the log, at $0.30 a million.
      [DOLLAR_METRICS.spent]: 0.0000011,
      [DOLLAR_METRICS.saved]: -0.0000007,
    });
  });

  test('of the invalidation function sends only what it spent', () => {
    process.env.POWERTOOLS_METRICS_DISABLED = 'false';
    const telemetry = createTelemetry({ service: SERVICES.invalidation, deployment: 'mine' });
    telemetry.count('writeUnits', 8);
    telemetry.publish();
    const line = JSON.parse(sent[0]!);
    expect(line).toMatchObject({ [DOLLAR_METRICS.spent]: 0.0000053 });
    expect(line).not.toHaveProperty(DOLLAR_METRICS.saved);
  });

  describe('answers from the index', () => {
    const gathering = () => {
      process.env.POWERTOOLS_METRICS_DISABLED = 'false';
      let now = 0;
      const gather = { now: () => now };
      const telemetry = createTelemetry({ service: SERVICES.listing, deployment: 'mine', gather });
      const request = (...counters: ('hits' | 'misses' | 'failures')[]) => {
        for (const counter of ['requests', 'httpRequests', 'readUnits', ...counters] as const)
          telemetry.count(counter);
        telemetry.publish();
      };
      return {
        telemetry,
        request,
        pass: (ms: number) => {
          now += ms;
        },
      };
    };
    const requestsOf = () => sent.map((line) => JSON.parse(line)[METRICS.requests]);

    test('share a line for ten seconds, and what is seldom asked has its own', () => {
      const { telemetry, request, pass } = gathering();
      request('hits');
      for (let i = 0; i < 3; i++) request('hits');
      expect(requestsOf()).toEqual([1]);
      pass(10_000);
      request('hits');
      expect(requestsOf()).toEqual([1, 4]);
      pass(60_000);
      request('hits');
      expect(requestsOf()).toEqual([1, 4, 1]);
      expect(telemetry.snapshot().metricLines).toBe(3);
    });

    test.each(['misses', 'failures'] as const)(
      'are sent with the next request that counts %s, at once',
      (other) => {
        const { request } = gathering();
        request('hits');
        request('hits');
        request(other);
        expect(requestsOf()).toEqual([1, 2]);
      },
    );

    test('and refusals in a row: the first is sent at once, the next share a line a second', () => {
      const { request, pass } = gathering();
      for (let i = 0; i < 4; i++) request('failures');
      expect(requestsOf()).toEqual([1]);
      pass(999);
      request('hits');
      expect(requestsOf()).toEqual([1]);
      pass(1);
      request('hits');
      expect(requestsOf()).toEqual([1, 5]);
      request('misses');
      expect(requestsOf()).toEqual([1, 5, 1]);
    });

    test('are sent with the next reason why S3 was asked', () => {
      const { telemetry, request } = gathering();
      request('hits');
      telemetry.logReason('miss');
      request('hits');
      expect(sent.map((line) => JSON.parse(line).reason)).toEqual([undefined, 'miss']);
    });

    test('are not held back by a clock that was set back', () => {
      const { request, pass } = gathering();
      request('hits');
      pass(-60_000);
      request('hits');
      expect(requestsOf()).toEqual([1, 1]);
    });
  });

  test('an invocation in which nothing happened sends nothing, not even a warning', () => {
    const telemetry = emitting();
    telemetry.count('hits', 0);
    telemetry.publish();
    expect(sent).toEqual([]);
  });
});
