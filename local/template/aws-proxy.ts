/**
 * A proxy between a function and a service. It checks each call against the policies of the role whose credentials
 * signed it. Then it forwards the call, or denies it as AWS does.
 */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOPBACK, listenOnLoopback } from '../loopback.ts';
import { refusal } from './aws-refusal.ts';
import { absenceRequest, iamRequestsOf, type Place, type Service, type WireCall } from './aws-request.ts';
import type { Permissions } from './permissions.ts';

export interface ProxyOptions {
  service: Service;
  /** The real address of the service. */
  endpoint: string;
  place: Place;
  /** Read for each call, because it is known only when all resources have names. */
  permissions: () => Permissions;
  /** The role that has this access key id; undefined if there is none. */
  roleOf: (accessKeyId: string) => string | undefined;
  /** Calls of the local stack itself. They are not checked. */
  passes?: (call: WireCall) => boolean;
}

export interface AwsProxy {
  endpoint: string;
  close(): void;
}

export async function startAwsProxy(options: ProxyOptions): Promise<AwsProxy> {
  const server = createServer((incoming, outgoing) => {
    serve(options, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await listenOnLoopback(server, 0, '--template');
  return {
    endpoint: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function serve(
  options: ProxyOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = 'GET', url: target = '/', headers, rawHeaders } = incoming;
  const call: WireCall = { method, target, headers, rawHeaders, body: Buffer.concat(chunks) };
  if (!options.passes?.(call) && !isAllowed(options, call)) return refuse(options, call, outgoing);
  const answer = await passOn(options.endpoint, call);
  const hides = answer.statusCode === 404 && options.service === 's3' && !mayLearnAbsence(options, call);
  if (hides) {
    answer.resume();
    return refuse(options, call, outgoing);
  }
  outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  answer.pipe(outgoing);
}

function isAllowed(options: ProxyOptions, call: WireCall): boolean {
  const role = signerOf(options, call);
  const requests = iamRequestsOf(options.service, call, options.place);
  // All of them are checked, so that the report contains every missing permission.
  const verdicts = requests?.map((it) => options.permissions().allows(role, it)) ?? [false];
  return verdicts.every(Boolean);
}

function mayLearnAbsence(options: ProxyOptions, call: WireCall): boolean {
  const request = absenceRequest(call, options.place);
  return request === undefined || options.permissions().allows(signerOf(options, call), request);
}

/** The role is found by the credential in the signature. The signature is not checked on loopback. */
function signerOf(options: ProxyOptions, call: WireCall): string {
  const accessKeyId = /Credential=([^/]+)\//.exec(String(call.headers.authorization))?.[1];
  return (accessKeyId && options.roleOf(accessKeyId)) ?? 'nobody';
}

function refuse({ service }: ProxyOptions, call: WireCall, outgoing: ServerResponse): void {
  const { status, contentType, body } = refusal(service, call);
  outgoing.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  outgoing.end(call.method === 'HEAD' ? undefined : body);
}

function passOn(endpoint: string, { method, target, rawHeaders, body }: WireCall): Promise<IncomingMessage> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const outgoing = send({ hostname, port, method, path: target, headers: rawHeaders }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
