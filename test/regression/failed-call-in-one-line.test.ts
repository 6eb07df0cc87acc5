/**
 * The log line about a failed call had a field whose name the logger reserves. The field was dropped, so the line did
 * not say whether S3 or DynamoDB had failed, and a warning about the field preceded each such line.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { expect, test } from '@jest/globals';
import { createFailures } from '../../lambdas/adapters/failure-log.ts';

test('a failed call is one line, and the logger keeps all of its fields', () => {
  const lines: Record<string, unknown>[] = [];
  const log = new Logger({ serviceName: 's3dex-listing' });
  Object.assign(log, { console: { warn: (line: string) => lines.push(JSON.parse(line)) } });
  const { onFailure } = createFailures({ log, now: () => 0 });
  onFailure({ service: 'DynamoDB', call: 'Query', error: new Error('down') });
  expect(lines).toMatchObject([
    { message: 'a call failed', service: 's3dex-listing', calledService: 'DynamoDB', call: 'Query' },
  ]);
});
