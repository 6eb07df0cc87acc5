/** Pages of other origins: what the stack lets them ask and see, and that their preflights need no credentials. */
import { describe, expect, test } from '@jest/globals';
import * as documented from '../../contract/header-docs.ts';
import { ROUTES } from '../../contract/operations.ts';
import { resourcesOf, synthesize } from './synth.ts';

const plain = synthesize({ buckets: ['photos'] });
const open = synthesize({ buckets: ['photos'], cors: { origins: ['https://app.example'] } });
const corsOf = (template: typeof open) =>
  resourcesOf(template, 'AWS::ApiGatewayV2::Api')[0]![1].Properties.CorsConfiguration;
const routesOf = (template: typeof open) =>
  resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, it]) => it.Properties);

/** Seen by every page anyway (Fetch standard), or of no use to it. */
const NEED_NO_NAME = ['cache-control', 'content-type', 'vary'];
const answerHeaders = [
  documented.PAGE_HEADERS,
  documented.REPORT_HEADERS,
  documented.DOCUMENT_HEADERS,
  documented.UNAVAILABLE_HEADERS,
].flatMap((it) => Object.keys(it.shape).map((name) => name.toLowerCase()));

describe('CORS', () => {
  test('is not spoken unless asked for', () => {
    expect(corsOf(plain)).toBeUndefined();
  });

  test('lets the named origins ask as the typed client does', () => {
    const { AllowOrigins, AllowMethods, AllowHeaders, AllowCredentials } = corsOf(open);
    expect(AllowOrigins).toEqual(['https://app.example']);
    expect(AllowMethods).toEqual([...new Set(ROUTES.map((it) => it.method))].sort());
    expect(AllowHeaders).toEqual(
      expect.arrayContaining(['authorization', 'cache-control', 'content-type', 'if-none-match']),
    );
    expect(AllowCredentials).toBeUndefined();
  });

  test('shows every documented header of an answer', () => {
    const wanted = [...new Set(answerHeaders)].filter((it) => !NEED_NO_NAME.includes(it));
    expect(wanted).toEqual(
      expect.arrayContaining(['age', 'cache-status', 'etag', 'link', 'server-timing', 'x-request-id']),
    );
    expect(corsOf(open).ExposeHeaders).toEqual(expect.arrayContaining(wanted));
  });

  test('preflights meet no route, so that the gateway answers them itself', () => {
    const keys = routesOf(open).map((it) => it.RouteKey as string);
    expect(keys.filter((it) => it === '$default' || /^(ANY|OPTIONS) /.test(it))).toEqual([]);
    // What is no route still gets the service's own answer, and only with credentials.
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const [fallback] = routesOf(open).filter((it) => it.RouteKey === `${method} /{proxy+}`);
      expect(fallback?.AuthorizationType).toBe('AWS_IAM');
    }
    expect(routesOf(plain).map((it) => it.RouteKey)).toContain('$default');
  });
});
