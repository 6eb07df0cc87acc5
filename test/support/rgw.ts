/**
 * Ceph's S3 server (radosgw, from Debian's packages radosgw, ceph-mon and ceph-osd) on the smallest cluster that
 * works: one monitor, one OSD in memory, no manager, no authentication inside, all on loopback in a new folder.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { type Child, startChild, until } from './child.ts';
import { freePort } from './free-port.ts';

const START_PATIENCE_MS = 90_000;
const OSD_BYTES = 1024 ** 3;
const run = promisify(execFile);

export interface Rgw {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** A plain client of the server. */
  client: S3Client;
  /** Makes RGW send the bucket's events to an HTTP endpoint, by its push notifications. */
  notify(bucket: string, url: string): Promise<void>;
  stop(): Promise<void>;
}

function configuration(folder: string, fsid: string, ports: { monitor: number; s3: number }): string {
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${ports.monitor}/0]
auth cluster required = none
auth service required = none
auth client required = none
# radosgw asks for a secure connection unless it is told otherwise, which there is none of without authentication.
ms mon client mode = crc
ms client mode = crc
ms cluster mode = crc
ms service mode = crc
public addr = 127.0.0.1
cluster addr = 127.0.0.1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
osd objectstore = memstore
memstore device bytes = ${OSD_BYTES}
mon data = ${folder}/mon
osd data = ${folder}/osd
run dir = ${folder}
log file = ${folder}/$name.log
admin socket = ${folder}/$name.asok
keyring = ${folder}/keyring
crash dir = ${folder}/crash
rgw frontends = beast endpoint=127.0.0.1:${ports.s3}
`;
}

export async function startRgw(): Promise<Rgw> {
  const folder = await mkdtemp(join(tmpdir(), 's3dex-rgw-'));
  const children: Child[] = [];
  let client: S3Client | undefined;
  const stop = async () => {
    client?.destroy();
    await Promise.all(children.map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const ports = { monitor: await freePort(), s3: await freePort() };
    const user = { accessKeyId: 'TESTKEY', secretAccessKey: 'testsecret' };
    await startCluster(folder, ports, children);
    await inCluster(folder, 'radosgw-admin', [
      ...['user', 'create', '--uid=test', '--display-name=test'],
      ...[`--access-key=${user.accessKeyId}`, `--secret-key=${user.secretAccessKey}`],
    ]);
    const endpoint = `http://127.0.0.1:${ports.s3}`;
    children.push(startChild('radosgw', ['-c', join(folder, 'ceph.conf'), '-f', '-n', 'client.rgw']));
    await until(() => fetch(endpoint), children, START_PATIENCE_MS);
    client = new S3Client({
      endpoint,
      region: 'default',
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      credentials: user,
    });
    const s3 = client;
    const notify = (bucket: string, url: string) =>
      notifyBucket({ folder, endpoint, ...user }, s3, bucket, url);
    return { endpoint, ...user, client, notify, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function inCluster(folder: string, command: string, args: string[]): Promise<string> {
  const { stdout } = await run(command, ['-c', join(folder, 'ceph.conf'), ...args], {
    timeout: START_PATIENCE_MS,
  });
  return stdout;
}

async function startCluster(
  folder: string,
  ports: { monitor: number; s3: number },
  children: Child[],
): Promise<void> {
  const fsid = randomUUID();
  const osd = randomUUID();
  const config = join(folder, 'ceph.conf');
  await writeFile(config, configuration(folder, fsid, ports));
  for (const inner of ['mon', 'osd']) await mkdir(join(folder, inner));
  const monmap = join(folder, 'monmap');
  await run('monmaptool', [
    '--create',
    '--addv',
    'a',
    `[v2:127.0.0.1:${ports.monitor}/0]`,
    '--fsid',
    fsid,
    monmap,
  ]);
  await inCluster(folder, 'ceph-mon', ['--mkfs', '-i', 'a', '--monmap', monmap]);
  children.push(startChild('ceph-mon', ['-c', config, '-f', '-i', 'a']));
  // This command waits for the monitor.
  await inCluster(folder, 'ceph', ['osd', 'new', osd]);
  await inCluster(folder, 'ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', osd]);
  children.push(startChild('ceph-osd', ['-c', config, '-f', '-i', '0']));
}

/** RGW's topics have the API of SNS, which aws-cli supports. */
async function notifyBucket(
  rgw: { folder: string; endpoint: string; accessKeyId: string; secretAccessKey: string },
  client: S3Client,
  bucket: string,
  url: string,
): Promise<void> {
  const config = join(rgw.folder, 'aws-config');
  await writeFile(config, '[default]\nregion = default\n');
  const { stdout } = await run(
    '/usr/bin/aws',
    [
      ...['--endpoint-url', rgw.endpoint, '--output', 'json', 'sns', 'create-topic'],
      ...['--name', `topic-${bucket}`, '--attributes', JSON.stringify({ 'push-endpoint': url })],
    ],
    {
      env: {
        PATH: process.env.PATH,
        AWS_CONFIG_FILE: config,
        AWS_ACCESS_KEY_ID: rgw.accessKeyId,
        AWS_SECRET_ACCESS_KEY: rgw.secretAccessKey,
      },
    },
  );
  const { TopicArn } = JSON.parse(stdout) as { TopicArn: string };
  const Events = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] as const;
  await client.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { TopicConfigurations: [{ Id: 'all', TopicArn, Events: [...Events] }] },
    }),
  );
}
