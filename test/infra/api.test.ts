/** The stack's API: routes and who may call them, CORS, and the explorer's page. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as documented from '../../contract/document/header-docs.ts';
import { ROUTES } from '../../contract/operations.ts';
import { createDownloadSigner } from '../../lambdas/adapters/s3/sign-download.ts';
import { PACKAGE_ROOT } from '../../local/template/assembly-cache.ts';
import { actionsOf, resource, resourcesOf, roleStatements, synthesize } from './synth.ts';

const plain = synthesize({ buckets: ['photos'] });
const shared = synthesize({ buckets: ['photos'], cors: { origins: ['https://app.example'] } });
const AUTHORIZER = { type: 'jwt' as const, issuer: 'https://issuer.example/', audience: ['s3dex'] };
const withPage = synthesize({
  buckets: ['photos'],
  authorizer: AUTHORIZER,
  explorer: true,
});
const routesOf = (template: Template) =>
  resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, it]) => it.Properties);
const keysOf = (template: Template) => routesOf(template).map((it) => it.RouteKey as string);

describe('API', () => {
  test('has every route of the contract, and only a catch-all route besides', () => {
    const keys = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(keysOf(plain).sort()).toEqual([...keys, '$default'].sort());
  });

  test('requires IAM on all routes except the public ones', () => {
    for (const { RouteKey, AuthorizationType } of routesOf(plain)) {
      const open = ROUTES.some((it) => it.rank === 'public' && RouteKey === `${it.method} ${it.path}`);
      expect([RouteKey, AuthorizationType]).toEqual([RouteKey, open ? 'NONE' : 'AWS_IAM']);
    }
    expect(routesOf(plain).filter((it) => it.AuthorizationType === 'NONE')).toHaveLength(2);
  });

  test('with JWT, routes require the scopes of their rank', () => {
    withPage.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Audience: ['s3dex'], Issuer: 'https://issuer.example/' },
    });
    const scopes = {
      reader: ['s3dex/read', 's3dex/operate'],
      operator: ['s3dex/operate'],
      downloader: ['s3dex/download'],
    };
    for (const { method, path, rank } of ROUTES) {
      withPage.hasResourceProperties('AWS::ApiGatewayV2::Route', {
        RouteKey: `${method} ${path}`,
        AuthorizationType: rank === 'public' ? 'NONE' : 'JWT',
        AuthorizationScopes: rank === 'public' ? Match.absent() : scopes[rank],
      });
    }
  });

  test('has the name of its deployment, so that two can be distinguished', () => {
    const { Name } = resource(plain, 'AWS::ApiGatewayV2::Api', 'IndexHttpApi').Properties;
    expect(Name).toMatch(/^s3dex-/);
  });

  test('is throttled, and logs every request as JSON without its query', () => {
    const { Properties } = resource(plain, 'AWS::ApiGatewayV2::Stage', 'IndexHttpStage');
    expect(Properties.DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 500,
      ThrottlingBurstLimit: 1000,
    });
    const fields = JSON.parse(Properties.AccessLogSettings.Format);
    expect(Object.values(fields)).toContain('$context.requestId');
    expect(JSON.stringify(fields)).not.toMatch(/query/i);
  });
});

describe('throttles of single routes', () => {
  const ownOf = (template: Template): Record<string, object> =>
    resource(template, 'AWS::ApiGatewayV2::Stage', 'IndexHttpStage').Properties.RouteSettings;
  const limits = (rate: number, burst: number) => ({
    ThrottlingRateLimit: rate,
    ThrottlingBurstLimit: burst,
  });

  test('limit routes without credentials, and routes with much work in one request', () => {
    expect(ownOf(withPage)).toEqual({
      'GET /': limits(10, 20),
      'GET /v1/health': limits(10, 20),
      'HEAD /v1/health': limits(10, 20),
      'POST /v1/buckets/{bucket}/entries': limits(50, 100),
      'POST /v1/buckets/{bucket}/stat': limits(50, 100),
      'POST /v1/buckets/{bucket}/invalidations': limits(50, 100),
      'POST /v1/buckets/{bucket}/fills': limits(10, 20),
    });
    expect(Object.keys(ownOf(plain))).not.toContain('GET /');
  });

  test("follow the whole API's throttle, and let requests through even at its minimum", () => {
    const small = synthesize({ buckets: ['photos'], throttle: { rateLimit: 20, burstLimit: 40 } });
    expect(ownOf(small)).toMatchObject({
      'GET /v1/health': limits(1, 1),
      'POST /v1/buckets/{bucket}/stat': limits(2, 4),
    });
  });

  test('are set after their routes exist, because API Gateway refuses settings of unknown routes', () => {
    const routes = resourcesOf(withPage, 'AWS::ApiGatewayV2::Route');
    const { DependsOn } = resource(withPage, 'AWS::ApiGatewayV2::Stage', 'IndexHttpStage');
    for (const key of Object.keys(ownOf(withPage))) {
      const [id] = routes.find(([, it]) => it.Properties.RouteKey === key)!;
      expect(DependsOn).toContain(id);
    }
  });
});

describe('CORS', () => {
  const corsOf = (template: Template) =>
    resource(template, 'AWS::ApiGatewayV2::Api', 'IndexHttpApi').Properties.CorsConfiguration;

  test('is off by default', () => {
    expect(corsOf(plain)).toBeUndefined();
  });

  test('lets the named origins send the requests of the typed client', () => {
    const { AllowOrigins, AllowMethods, AllowHeaders, AllowCredentials } = corsOf(shared);
    expect(AllowOrigins).toEqual(['https://app.example']);
    expect(AllowMethods).toEqual([...new Set(ROUTES.map((it) => it.method))].sort());
    expect(AllowHeaders).toEqual(
      expect.arrayContaining(['authorization', 'cache-control', 'content-type', 'if-none-match']),
    );
    expect(AllowCredentials).toBeUndefined();
  });

  test('exposes every documented header of an answer', () => {
    /** Every page may read these headers anyway (Fetch standard), or cannot use them. */
    const needNoName = ['cache-control', 'content-type', 'vary'];
    const { PAGE_HEADERS, REPORT_HEADERS, DOCUMENT_HEADERS, UNAVAILABLE_HEADERS } = documented;
    const wanted = [PAGE_HEADERS, REPORT_HEADERS, DOCUMENT_HEADERS, UNAVAILABLE_HEADERS]
      .flatMap((it) => Object.keys(it.shape).map((name) => name.toLowerCase()))
      .filter((it) => !needNoName.includes(it));
    expect(wanted).toEqual(
      expect.arrayContaining(['age', 'cache-status', 'etag', 'link', 'server-timing', 'x-request-id']),
    );
    expect(corsOf(shared).ExposeHeaders).toEqual(expect.arrayContaining(wanted));
  });

  test('no route matches a preflight, so the gateway answers it itself', () => {
    expect(keysOf(shared).filter((it) => it === '$default' || /^(ANY|OPTIONS) /.test(it))).toEqual([]);
    // Requests that match no other route still get the service's own answer, but only with credentials.
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const [fallback] = routesOf(shared).filter((it) => it.RouteKey === `${method} /{proxy+}`);
      expect(fallback?.AuthorizationType).toBe('AWS_IAM');
    }
  });
});

describe('logs', () => {
  test('hold no line of Lambda about every request', () => {
    for (const [, { Properties }] of resourcesOf(plain, 'AWS::Lambda::Function')) {
      if (!Properties.LoggingConfig?.LogFormat) continue;
      expect(Properties.LoggingConfig).toMatchObject({ LogFormat: 'JSON', SystemLogLevel: 'WARN' });
    }
    const { LoggingConfig } = resource(plain, 'AWS::Lambda::Function', 'IndexListing').Properties;
    expect(LoggingConfig.SystemLogLevel).toBe('WARN');
  });

  test('of the API can be turned off, with the alarm that needs it', () => {
    const off = synthesize({ buckets: ['photos'], accessLog: false });
    const stageOf = (template: Template) =>
      resource(template, 'AWS::ApiGatewayV2::Stage', 'IndexHttp').Properties;
    expect(stageOf(plain).AccessLogSettings).toBeDefined();
    expect(stageOf(off).AccessLogSettings).toBeUndefined();
    const alarmsOf = (template: Template) =>
      resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(([id]) => id.includes('CallersThrottled'));
    expect([alarmsOf(plain).length, alarmsOf(off).length]).toEqual([1, 0]);
  });
});

describe('the explorer', () => {
  test('is not deployed by default', () => {
    expect(keysOf(plain)).not.toContain('GET /');
    expect(resourcesOf(plain, 'AWS::Lambda::Function').filter(([id]) => /Explorer/.test(id))).toEqual([]);
  });

  test('is a public page at GET / and nowhere else', () => {
    const [page, ...more] = routesOf(withPage).filter((it) => JSON.stringify(it.Target).includes('Explorer'));
    expect(more).toEqual([]);
    expect(page).toMatchObject({ RouteKey: 'GET /', AuthorizationType: 'NONE' });
    // The page's requests to the API still need a token.
    const open = routesOf(withPage).filter((it) => it.AuthorizationType === 'NONE');
    expect(open.map((it) => it.RouteKey).sort()).toEqual(['GET /', 'GET /v1/health', 'HEAD /v1/health']);
  });

  test('is called by the API, and may only write its log', () => {
    const fn = resource(withPage, 'AWS::Lambda::Function', 'IndexExplorer');
    expect(roleStatements(withPage, 'Explorer').flatMap(actionsOf).sort()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    expect(fn.Properties.Environment).toBeUndefined();
    const permission = resource(withPage, 'AWS::Lambda::Permission', 'IndexExplorer').Properties;
    expect(permission.Principal).toBe('apigateway.amazonaws.com');
    expect(JSON.stringify(permission.SourceArn)).toContain('IndexHttpApi');
  });

  test('its function gets the settings of the login, and the origins that the page may send requests to', () => {
    const login = { clientId: 'explorer', origins: ['https://tokens.example'] };
    const template = synthesize({ buckets: ['photos'], authorizer: AUTHORIZER, explorer: { login } });
    const { Variables } = resource(template, 'AWS::Lambda::Function', 'IndexExplorer').Properties.Environment;
    expect(JSON.parse(Variables.EXPLORER_LOGIN)).toEqual({
      ...{ clientId: 'explorer', scope: 'openid', token: 'access', issuer: AUTHORIZER.issuer },
      origins: [new URL(AUTHORIZER.issuer).origin, 'https://tokens.example'],
    });
  });

  test('its function gets the origins of exactly the URLs that the service signs', async () => {
    const region = 'eu-west-1';
    const names = ['photos', 'with.dots', 'Old_Name'];
    const buckets = names.map((name) => ({ name, region, events: 'none' as const, downloads: true }));
    const others = [{ name: 'no-downloads', region, events: 'none' as const }];
    const template = synthesize({ buckets: [...buckets, ...others], authorizer: AUTHORIZER, explorer: true });
    const { Variables } = resource(template, 'AWS::Lambda::Function', 'IndexExplorer').Properties.Environment;
    const [, parts] = Variables.EXPLORER_OBJECT_ORIGINS['Fn::Join'] as [string, (string | { Ref: string })[]];
    const origins = parts
      .map((it) => (typeof it === 'string' ? it : 'amazonaws.com'))
      .join('')
      .split(' ');
    const sign = createDownloadSigner({
      buckets: names.map((name) => ({ served: { name }, region })),
      now: () => Date.UTC(2026, 10, 28),
    });
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' });
    const signed = await Promise.all(names.map((bucket) => sign({ bucket, key: 'a', seconds: 900 })));
    expect(origins).toEqual([...new Set(signed.map(({ url }) => new URL(url).origin))]);
  });

  test('its code is generated by the stack, and the handler named in the template answers with the page', () => {
    const { Handler } = resource(withPage, 'AWS::Lambda::Function', 'IndexExplorer').Properties;
    // The format is FILE.EXPORT. For existing code, CDK does not add the file name before the name of the export.
    const [file, name] = Handler.split('.');
    const folder = mkdtempSync(join(tmpdir(), 's3dex-explorer-'));
    try {
      execFileSync(process.execPath, [join(PACKAGE_ROOT, 'explorer', 'write-function.ts'), folder]);
      const call = `const code = await import(${JSON.stringify(join(folder, `${file}.mjs`))}); console.log(JSON.stringify(await code[${JSON.stringify(name)}]({})))`;
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
