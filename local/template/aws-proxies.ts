/** The three services that a function may call, each behind a proxy. */
import { startAwsProxy } from './aws-proxy.ts';
import type { Place, Service } from './aws-request.ts';
import type { Permissions } from './permissions.ts';

export type Endpoints = Record<Service, string>;

export interface AwsProxies {
  endpoints: Endpoints;
  close(): void;
}

export interface AwsProxiesOptions {
  /** The real addresses of the services. */
  services: Endpoints;
  place: Place;
  permissions: () => Permissions;
  roleOf: (accessKeyId: string) => string | undefined;
}

export async function startAwsProxies({ services, ...rest }: AwsProxiesOptions): Promise<AwsProxies> {
  const start = (service: Service) =>
    startAwsProxy({ ...rest, service, endpoint: services[service], passes: isHaste });
  const [s3, dynamodb, sqs] = await Promise.all([start('s3'), start('dynamodb'), start('sqs')]);
  return {
    endpoints: { s3: s3.endpoint, dynamodb: dynamodb.endpoint, sqs: sqs.endpoint },
    close() {
      for (const proxy of [s3, dynamodb, sqs]) proxy.close();
    },
  };
}

/**
 * Recognises calls that only the local poller makes: it changes the visibility of failed messages, so that they are
 * delivered again early. Lambda waits for the visibility timeout and does not need this permission.
 */
function isHaste({ headers }: { headers: Readonly<Record<string, unknown>> }): boolean {
  return String(headers['x-amz-target']).startsWith('AmazonSQS.ChangeMessageVisibility');
}
