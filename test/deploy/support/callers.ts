/** Users in the emulator's IAM, each with access keys and a policy. */
import type { AwsCredentials } from '../../../contract/client/sigv4.ts';
import type { Place } from './place.ts';

const VERSION = '2010-05-08';

export async function createCaller(
  place: Place,
  name: string,
  statements: object[],
): Promise<AwsCredentials> {
  const iam = (input: Record<string, string>) =>
    place.aws.query('iam', VERSION, { UserName: name, ...input });
  await iam({ Action: 'CreateUser' });
  if (statements.length > 0) {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await iam({ Action: 'PutUserPolicy', PolicyName: 'calls', PolicyDocument: document });
  }
  const xml = await iam({ Action: 'CreateAccessKey' });
  const field = (tag: string) => xml.match(new RegExp(`<${tag}>([^<]+)</${tag}>`))![1]!;
  return { accessKeyId: field('AccessKeyId'), secretAccessKey: field('SecretAccessKey') };
}
