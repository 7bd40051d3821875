// A bucket of the deployment → what is in it.

import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import type { Deployment } from './deploy.ts';

/** Keys of every object in the bucket that an output names. */
export async function keysOf(
  { clients: { s3 }, stack }: Deployment,
  output: string,
): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page: ListObjectsV2CommandOutput = await s3.send(
      new ListObjectsV2Command({ Bucket: stack.outputs[output], ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}

/** Key → text of every object in the bucket that an output names, whose key begins with a prefix. */
export async function contentOf(
  deployment: Deployment,
  output: string,
  prefix = '',
): Promise<ReadonlyMap<string, string>> {
  const { clients, stack } = deployment;
  const keys = (await keysOf(deployment, output)).filter((key) => key.startsWith(prefix));
  const read = async (Key: string): Promise<[string, string]> => {
    const { Body } = await clients.s3.send(
      new GetObjectCommand({ Bucket: stack.outputs[output], Key }),
    );
    return [Key, (await Body?.transformToString()) ?? ''];
  };
  return new Map(await Promise.all(keys.map(read)));
}
