/** Signed requests to AWS APIs for which the project has no client, in two protocols: JSON and Query. */
import { Sha256Js } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { REGION, ROOT_CREDENTIALS } from './emulator.ts';

export interface AwsApi {
  /** `target` is the value of X-Amz-Target; the answer is parsed. @throws if the status is not 200. */
  json<Answer>(service: string, target: string, input: object): Promise<Answer>;
  /** The answer is XML. @throws if the status is not 200. */
  query(service: string, version: string, input: Record<string, string>): Promise<string>;
  /** A GET of a REST API; the answer is parsed. @throws if the status is not 200. */
  get<Answer>(service: string, path: string): Promise<Answer>;
  /** Invokes a function and returns its answer. @throws if the status is not 200. */
  invoke<Answer>(functionName: string): Promise<Answer>;
}

export function awsApi(endpoint: string): AwsApi {
  const { hostname, port, host } = new URL(endpoint);
  async function ask(
    service: string,
    method: string,
    path: string,
    rest: { body?: string; headers: object },
  ) {
    const signer = new SignatureV4({
      service,
      region: REGION,
      credentials: ROOT_CREDENTIALS,
      sha256: Sha256Js,
    });
    const signed = await signer.sign({
      ...{ method, protocol: 'http:', hostname, port: Number(port), path },
      headers: { host, ...rest.headers },
      body: rest.body,
    });
    const { host: _, ...headers } = signed.headers;
    const answer = await fetch(`${endpoint}${path}`, { method, headers, body: rest.body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${service} ${path} answered ${answer.status}: ${text}`);
    return text;
  }
  return {
    async json(service, target, input) {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      return JSON.parse(await ask(service, 'POST', '/', { body: JSON.stringify(input), headers }));
    },
    query(service, Version, input) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = String(new URLSearchParams({ Version, ...input }));
      return ask(service, 'POST', '/', { body, headers });
    },
    async invoke(functionName) {
      const path = `/2015-03-31/functions/${functionName}/invocations`;
      return JSON.parse(await ask('lambda', 'POST', path, { body: '{}', headers: {} }));
    },
    async get(service, path) {
      return JSON.parse(await ask(service, 'GET', path, { headers: {} }));
    },
  };
}
