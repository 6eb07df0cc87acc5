import { describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../contract/operations.ts';
import { type CallerPolicyRequest, callerStatement } from '../../infra/policies.ts';
import { literal } from '../../infra/policy-text.ts';
import { decide, type IamRequest, type Statement, statementSchema } from '../../local/template/policy.ts';

const statement = (input: Record<string, unknown>): Statement =>
  statementSchema.parse({
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::photos',
    ...input,
  });
const request = (input: Partial<IamRequest> = {}): IamRequest => ({
  action: 's3:ListBucket',
  resource: 'arn:aws:s3:::photos',
  context: {},
  ...input,
});
const allowed = (input: Record<string, unknown>, asked: IamRequest) =>
  decide([statement(input)], asked).outcome === 'allowed';

describe('policy evaluation', () => {
  test('an action is denied unless a statement allows it', () => {
    expect(decide([], request())).toEqual({ outcome: 'denied', why: 'not allowed' });
    expect(allowed({}, request({ action: 's3:GetObject' }))).toBe(false);
    expect(allowed({}, request({ resource: 'arn:aws:s3:::photos2' }))).toBe(false);
  });

  test('an explicit denial wins, wherever it is', () => {
    const deny = statement({ Effect: 'Deny', Action: 's3:*' });
    expect(decide([statement({}), deny], request())).toEqual({ outcome: 'denied', why: 'explicitly' });
    expect(decide([deny, statement({})], request())).toEqual({ outcome: 'denied', why: 'explicitly' });
  });

  test('wildcards match any text, and escaped ones only themselves', () => {
    const objects = (pattern: string, key: string) =>
      allowed(
        { Action: 's3:GetObject', Resource: `arn:aws:s3:::photos/${pattern}` },
        request({ action: 's3:GetObject', resource: `arn:aws:s3:::photos/${key}` }),
      );
    expect(objects('*', 'a/b\nc')).toBe(true);
    expect(objects('a/*', 'b/c')).toBe(false);
    expect(objects(`${literal('w*w/')}*`, 'w*w/x')).toBe(true);
    expect(objects(`${literal('w*w/')}*`, 'wow/x')).toBe(false);
    expect(objects(`${literal('$?')}*`, '$?')).toBe(true);
    expect(objects('(a|b).[x]+', '(a|b).[x]+')).toBe(true);
  });

  test('a condition on an absent key is true only with "IfExists"', () => {
    const like = { Condition: { StringLike: { 's3:prefix': 'a/*' } } };
    const ifExists = { Condition: { StringLikeIfExists: { 's3:prefix': ['a/*'] } } };
    const prefix = (it: string) => request({ context: { 's3:prefix': it } });
    expect(allowed(like, prefix('a/b/'))).toBe(true);
    expect(allowed(like, prefix('b/'))).toBe(false);
    expect(allowed(like, request())).toBe(false);
    expect(allowed(ifExists, prefix('b/'))).toBe(false);
    expect(allowed(ifExists, request())).toBe(true);
  });

  test('resource policies check the caller', () => {
    const send = { Principal: { Service: 's3.amazonaws.com' } };
    expect(allowed(send, request({ principal: { kind: 'Service', name: 's3.amazonaws.com' } }))).toBe(true);
    expect(allowed(send, request({ principal: { kind: 'Service', name: 'sns.amazonaws.com' } }))).toBe(false);
    expect(allowed(send, request())).toBe(false);
  });

  test('an unknown element is an error', () => {
    expect(() => statement({ NotAction: 's3:*' })).toThrow();
    expect(() => allowed({ Condition: { IpAddress: { 'aws:SourceIp': '::1' } } }, request())).toThrow(
      /IpAddress/,
    );
  });
});

describe('policies of callers', () => {
  const apiArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc123';
  const may = (
    rank: CallerPolicyRequest['rank'],
    buckets: string[] | undefined,
    method: string,
    path: string,
  ) => {
    const own = statementSchema.parse(callerStatement({ apiArn, rank, buckets }));
    const asked = {
      action: 'execute-api:Invoke',
      resource: `${apiArn}/$default/${method}${path}`,
      context: {},
    };
    return decide([own], asked).outcome === 'allowed';
  };
  const at = (path: string, bucket: string) => path.replace('{bucket}', bucket);

  test('a reader may list and stat, an operator everything but downloads, a downloader only those', () => {
    for (const { method, path, rank } of ROUTES.filter((it) => it.rank !== 'public')) {
      expect([path, may('reader', undefined, method, at(path, 'photos'))]).toEqual([path, rank === 'reader']);
      expect([path, may('operator', undefined, method, at(path, 'photos'))]).toEqual([
        path,
        rank !== 'downloader',
      ]);
      expect([path, may('downloader', undefined, method, at(path, 'photos'))]).toEqual([
        path,
        rank === 'downloader',
      ]);
    }
  });

  test('a caller for one bucket may ask about no other', () => {
    for (const { method, path } of ROUTES.filter(
      (it) => it.path.includes('{bucket}') && it.rank === 'reader',
    )) {
      expect(may('reader', ['photos'], method, at(path, 'photos'))).toBe(true);
      expect(may('reader', ['photos'], method, at(path, 'logs'))).toBe(false);
      expect(may('reader', ['photos'], method, at(path, 'photos2'))).toBe(false);
    }
    expect(may('operator', ['photos'], 'POST', '/v1/buckets/logs/invalidations')).toBe(false);
  });
});
