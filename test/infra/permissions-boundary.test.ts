// A site's policy that no role may go beyond.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DESTINATIONS } from './support/destinations.ts';
import { templateFor } from './support/template.ts';

const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';

describe('the permissions boundary', () => {
  const boundaries = (settings: Readonly<Record<string, unknown>>): readonly unknown[] => {
    const roles = templateFor(settings).findResources('AWS::IAM::Role');
    return Object.values(roles).map(({ Properties }) => Properties.PermissionsBoundary);
  };

  it('is on every role, also on that of CDK’s function', () => {
    const found = boundaries({ destinations: DESTINATIONS, permissionsBoundary: BOUNDARY });
    assert.ok(found.length >= 3 + DESTINATIONS.length);
    assert.deepEqual([...new Set(found)], [BOUNDARY]);
  });

  it('is on none where none is configured', () => {
    assert.deepEqual([...new Set(boundaries({}))], [undefined]);
  });
});
