// A deployment's topics → whether anybody is told of alerts, and of what goes wrong.

import { isJsonObject, parseJson } from '../../model/index.ts';
import type { DeployedFunction, DeploymentInspector } from '../../ports/index.ts';
import { plural } from '../plural.ts';
import { type Check, ifKnown, ok, problem, warning } from './check.ts';
import type { Deployment } from './deployment.ts';

/** Checks `destinations`, `subscriptions …` of those that people subscribe to, and `operations`. */
export async function checkTelling(
  { notify }: Deployment,
  inspector: DeploymentInspector,
): Promise<readonly Check[]> {
  if (notify.length === 0) {
    return [
      problem('destinations', {
        found: 'none: findings are kept, and nobody is told',
        expected: 'a destination',
        action: 'docs/deploy.md#telling-people',
      }),
    ];
  }
  const topics = notify.flatMap((one) => {
    const topicArn = topicOf(one);
    return topicArn === undefined
      ? []
      : [checkSubscribers(`subscriptions of ${one.name}`, topicArn, inspector)];
  });
  const operations = notify[0]?.environment['SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN'];
  const heard =
    operations === undefined ? [] : [checkSubscribers('operations', operations, inspector)];
  const names = notify.map(({ name }) => name).join(', ');
  return [
    ok(
      'destinations',
      `${names}; npm run -s cli -- notify test --destination NAME shows that each is reached`,
    ),
    ...(await Promise.all([...topics, ...heard])).flat(),
  ];
}

function topicOf({ environment }: DeployedFunction): string | undefined {
  const destination = parseJson(environment['SIGMA_LAMBDA_DESTINATION'] ?? 'null');
  const topicArn = isJsonObject(destination) ? destination['topicArn'] : undefined;
  return typeof topicArn === 'string' ? topicArn : undefined;
}

async function checkSubscribers(
  name: string,
  topicArn: string,
  inspector: DeploymentInspector,
): Promise<readonly Check[]> {
  const found = await inspector.subscriptions(topicArn);
  return ifKnown(name, found, 'sns:ListSubscriptionsByTopic', (subscriptions) => {
    const confirmed = subscriptions.filter(({ isConfirmed }) => isConfirmed);
    const open = subscriptions.filter(({ isConfirmed }) => !isConfirmed);
    if (confirmed.length === 0) {
      return [
        problem(name, {
          found: `${plural(subscriptions.length, 'subscription')}, none confirmed`,
          expected: 'a confirmed one: nobody is told by this topic',
          action: `aws sns subscribe --topic-arn ${topicArn}, and confirm by the link that comes`,
        }),
      ];
    }
    const words = confirmed.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`).join(', ');
    if (open.length === 0) return [ok(name, words)];
    return [
      warning(name, {
        found: `${words}; not confirmed: ${open.map(({ endpoint }) => endpoint).join(', ')}`,
        expected: 'all confirmed',
        action: 'confirm by the link that came, or subscribe again: it holds for three days',
      }),
    ];
  });
}
