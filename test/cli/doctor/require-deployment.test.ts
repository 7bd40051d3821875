// A stack that must be there: what is said where AWS does not tell, or tells of no scan function.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requireDeployment, requireScan } from '../../../src/cli/doctor/require-deployment.ts';
import { EnvironmentError } from '../../../src/cli/errors.ts';
import type { DeployedFunction } from '../../../src/ports/index.ts';
import { known, REFUSED } from './fakes.ts';

function functionOf(service: string): DeployedFunction {
  const arn = `arn:aws:lambda:eu-west-1:123456789012:function:${service}`;
  return { name: service, arn, environment: { POWERTOOLS_SERVICE_NAME: service } };
}

const refused = { functions: async () => REFUSED };

function withFunctions(...services: readonly string[]) {
  return { functions: async () => known(services.map(functionOf)) };
}

async function saidBy(wanted: Promise<unknown>): Promise<string> {
  try {
    await wanted;
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  return '';
}

describe('a stack that must be there', () => {
  it('is found with its functions', async () => {
    const inspector = withFunctions('settle', 'scan');
    const { region, scan } = await requireDeployment('prod', inspector);
    assert.deepEqual([region, scan?.name], ['eu-west-1', 'scan']);
    assert.equal((await requireScan('prod', inspector)).name, 'scan');
  });

  it('is named with what AWS answered, safe to print', async () => {
    for (const find of [requireDeployment, requireScan]) {
      assert.equal(
        await saidBy(find('a\u001b[2J', refused)),
        'stack a<U+001B>[2J cannot be looked up: AccessDenied: no',
      );
    }
  });

  it('without a scan function is told where to look', async () => {
    assert.match(
      await saidBy(requireScan('prod', withFunctions('settle'))),
      /^stack prod has no scan function; look at --stack, the region and the account$/,
    );
  });
});
