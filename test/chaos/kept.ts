// What is in the buckets once all has come to rest × the findings and the story → what is missing there, or too much.

import { evidenceKey, findingKey } from '../../src/archive/index.ts';
import type { StoredFinding } from '../../src/model/index.ts';
import { parseQuarantineLine } from '../../src/quarantine/index.ts';
import { contentOf, keysOf } from '../e2e/support/bucket-content.ts';
import type { Deployment } from '../e2e/support/deploy.ts';
import type { Story } from './story/story.ts';

/** Each finding has its line and its evidence, each object its rejected records, and nothing else is there. */
export async function keptProblems(
  stack: Deployment,
  stored: readonly StoredFinding[],
  story: Story,
): Promise<readonly string[]> {
  const revisions = stored.map(({ finding, createdMs }) => ({
    finding,
    ...{ number: 1, kind: 'opened' as const, createdMs, timeMs: createdMs },
  }));
  const evidence = await keysOf(stack, 'EvidenceBucketName');
  return [
    ...compared(await keysOf(stack, 'ArchiveBucketName'), revisions.map(findingKey)),
    ...compared(
      evidence.filter((key) => !key.startsWith('quarantine/')),
      revisions.map(evidenceKey),
    ),
    ...(await quarantineProblems(stack, story)),
  ];
}

/** Of the hops of an object, which differ from one delivery to the next, each has a file. */
async function quarantineProblems(
  stack: Deployment,
  { objects }: Story,
): Promise<readonly string[]> {
  const rejected = new Map<string, number>();
  for (const text of (await contentOf(stack, 'EvidenceBucketName', 'quarantine/')).values()) {
    const last = parseQuarantineLine(text.trimEnd().split('\n').at(-1) ?? '');
    if (!last.ok || last.value.kind !== 'summary') return ['a file of quarantine has no summary'];
    const { object } = last.value;
    rejected.set(object, (rejected.get(object) ?? 0) + last.value.rejected);
  }
  return objects.flatMap(({ key, rejected: stated }) => {
    const found = rejected.get(`s3://${stack.bucket}/${key}`) ?? 0;
    return found < stated ? [`${key}: ${found} of ${stated} rejected records are kept`] : [];
  });
}

function compared(found: readonly string[], expected: readonly string[]): readonly string[] {
  const [there, wanted] = [new Set(found), new Set(expected)];
  return [
    ...expected.filter((key) => !there.has(key)).map((key) => `not kept: ${key}`),
    ...found.filter((key) => !wanted.has(key)).map((key) => `kept of nothing: ${key}`),
  ];
}
