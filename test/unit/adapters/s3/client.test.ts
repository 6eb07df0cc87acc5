import { describe, expect, test } from '@jest/globals';
import { createS3Client } from '../../../../lambdas/adapters/s3/client.ts';

describe('the client for other servers', () => {
  test('uses path-style buckets and adds no checksums of its own; the client for AWS is not changed', async () => {
    const elsewhere = createS3Client({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:1' });
    expect(elsewhere.config.forcePathStyle).toBe(true);
    expect(await elsewhere.config.requestChecksumCalculation()).toBe('WHEN_REQUIRED');
    expect(await elsewhere.config.responseChecksumValidation()).toBe('WHEN_REQUIRED');
    const aws = createS3Client({ region: 'eu-west-1' });
    expect(aws.config.forcePathStyle).toBe(false);
    expect(await aws.config.region()).toBe('eu-west-1');
    expect(await aws.config.maxAttempts()).toBe(3);
    expect(aws.config.retryMode).toBe('adaptive');
  });
});
