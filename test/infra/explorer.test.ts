/** The explorer in a deployment: off unless asked for, a page without data at `GET /`, from a function that may do nothing. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../../local/template/assembly-cache.ts';
import { actionsOf, resource, resourcesOf, roleStatements, synthesize } from './synth.ts';

const plain = synthesize({ buckets: ['photos'] });
const template = synthesize({
  buckets: ['photos'],
  authorizer: { type: 'jwt', issuer: 'https://issuer.example/', audience: ['s3dex'] },
  explorer: true,
});
const routesOf = (it: typeof template) =>
  resourcesOf(it, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);

describe('the explorer', () => {
  test('is not there unless asked for', () => {
    expect(routesOf(plain).map((it) => it.RouteKey)).not.toContain('GET /');
    expect(resourcesOf(plain, 'AWS::Lambda::Function').filter(([id]) => /Explorer/.test(id))).toEqual([]);
  });

  test('is a page anybody may load, at GET / and nowhere else', () => {
    const [page, ...more] = routesOf(template).filter((it) => JSON.stringify(it.Target).includes('Explorer'));
    expect(more).toEqual([]);
    expect(page).toMatchObject({ RouteKey: 'GET /', AuthorizationType: 'NONE' });
    // What the page asks for is asked with a token, as before.
    const open = routesOf(template).filter((it) => it.AuthorizationType === 'NONE');
    expect(open.map((it) => it.RouteKey).sort()).toEqual(['GET /', 'GET /v1/health', 'HEAD /v1/health']);
  });

  test('is called by the API, and may do nothing but log', () => {
    const fn = resource(template, 'AWS::Lambda::Function', 'IndexExplorer');
    expect(roleStatements(template, 'Explorer').flatMap(actionsOf).sort()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    expect(Object.keys(fn.Properties.Environment.Variables)).toEqual(['NODE_OPTIONS']);
    const permission = resource(template, 'AWS::Lambda::Permission', 'IndexExplorer').Properties;
    expect(permission.Principal).toBe('apigateway.amazonaws.com');
    expect(JSON.stringify(permission.SourceArn)).toContain('IndexHttpApi');
  });

  test('its code is written as the stack has it written, and answers with the page', () => {
    const folder = mkdtempSync(join(tmpdir(), 's3dex-explorer-'));
    try {
      execFileSync(process.execPath, [join(PACKAGE_ROOT, 'explorer', 'write-function.ts'), folder]);
      const call = `const { handler } = await import(${JSON.stringify(join(folder, 'index.mjs'))}); console.log(JSON.stringify(await handler({})))`;
      const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', call]);
      const answer = JSON.parse(printed.toString());
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-security-policy']).toContain("connect-src 'self'");
      expect(answer.body).toMatch(/^<!doctype html>/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
