// A configuration → the files that owners of buckets and topics of other accounts are given.

import type { InfraConfig } from '../config.ts';
import { cloudFormationSnippet } from './cloudformation.ts';
import { type ForeignBucket, partiesOf } from './parties.ts';
import { terraformSnippet } from './terraform.ts';
import { foreignTopics, topicSnippet } from './topic-owner.ts';

/** A file to be given away. */
export interface OwnerSnippet {
  /** Below the output folder. */
  readonly path: string;
  readonly text: string;
}

/** Folder of all of them in the output folder. */
export const SNIPPET_FOLDER = 'for-owners';

/** All files; none where everything is of the deployment's own account. */
export function ownerSnippets(config: InfraConfig): readonly OwnerSnippet[] {
  const foreign = config.buckets.filter(
    (one): one is ForeignBucket => one.mode === 'other-account',
  );
  const byName = Map.groupBy(foreign, ({ name }) => name);
  const ofBuckets = [...byName.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const parties = partiesOf(config, [first, ...others]);
    return [
      { path: `${first.name}.cloudformation.yml`, text: cloudFormationSnippet(parties) },
      { path: `${first.name}.terraform.tf`, text: terraformSnippet(parties) },
    ];
  });
  const ofTopics = foreignTopics(config).map((arn) => ({
    path: `${arn.split(':').slice(3).join('-')}.topic-policy.txt`,
    text: topicSnippet(config, arn),
  }));
  return [...ofBuckets, ...ofTopics].map(({ path, text }) => ({
    path: `${SNIPPET_FOLDER}/${path}`,
    text,
  }));
}
