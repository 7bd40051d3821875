// A deployment's functions → whether they are there, with which rules, and fed.

import type { DeployedFunction, DeploymentInspector } from '../../ports/index.ts';
import { type Check, ifKnown, notChecked, ok, problem, warning } from './check.ts';
import type { Deployment } from './deployment.ts';

/** Digits of a hash that are shown. */
const SHOWN_DIGITS = 12;

/** Checks `functions` and `rule set`. @param here hash of the rules of this repository */
export function checkFunctions(deployment: Deployment, here: string): readonly Check[] {
  const { stack, region, scan, settle, notify } = deployment;
  if (scan === undefined || settle === undefined) {
    const lacking = scan === undefined ? 'scan' : 'settle';
    return [
      problem('functions', {
        found: `no function ${lacking} of the stack ${stack}${region && ` in ${region}`}`,
        expected: 'functions scan and settle',
        action:
          'look at --stack (cdk.json: stackName), --region and the account of the credentials; else deploy',
      }),
    ];
  }
  const names = [scan, settle, ...notify].map(({ name }) => name).join(', ');
  return [ok('functions', `${names} in ${region}`), checkRuleset(scan, settle, here)];
}

function checkRuleset(scan: DeployedFunction, settle: DeployedFunction, here: string): Check {
  const [ofScan, ofSettle] = [scan, settle].map(
    ({ environment }) => environment['SIGMA_LAMBDA_RULES_HASH'] ?? '',
  );
  if (ofScan === undefined || ofScan === '') {
    const action = 'deploy again: releases before it did not say which rules they have';
    return notChecked('rule set', 'the function does not say its rule set’s hash', action);
  }
  const shown = ofScan.slice(0, SHOWN_DIGITS);
  if (ofScan !== ofSettle) {
    return problem('rule set', {
      found: `scan has ${shown}, settle ${ofSettle?.slice(0, SHOWN_DIGITS) || 'none'}`,
      expected: 'one rule set: settle judges what scan keeps',
      action: 'deploy again: the last deployment ended amid',
    });
  }
  if (ofScan === here) return ok('rule set', `${shown}, as in this repository`);
  return warning('rule set', {
    found: `${shown}; this repository has ${here.slice(0, SHOWN_DIGITS)}, by which the sample was judged`,
    expected: 'the same, unless somebody rolled back or has not deployed yet',
    action: 'npm run -s rules:history says what each is; npm run synth and deploy, or leave it',
  });
}

/** Checks `mapping …` of every function that a queue feeds. */
export async function checkMappings(
  { scan, notify }: Deployment,
  inspector: DeploymentInspector,
): Promise<readonly Check[]> {
  // With the direct trigger scan has no queue.
  const fed = [scan, ...notify].filter(
    (one) => one?.environment['SIGMA_LAMBDA_QUEUE_URL'] !== undefined,
  );
  const checks = fed.map(async (one) => {
    if (one === undefined) return [];
    const mappings = await inspector.mappings(one.name);
    const name = `mapping ${one.name}`;
    return ifKnown(name, mappings, 'lambda:ListEventSourceMappings', (found) => {
      const states = found.map(({ state }) => state);
      if (states.length > 0 && states.every((state) => state === 'Enabled')) {
        return [ok(name, 'Enabled')];
      }
      return [
        problem(name, {
          found: states.join(', ') || 'no event source mapping',
          expected: 'Enabled',
          action: `aws lambda list-event-source-mappings --function-name ${one.name}, then update-event-source-mapping --enabled; nothing reads the queue until then`,
        }),
      ];
    });
  });
  return (await Promise.all(checks)).flat();
}
