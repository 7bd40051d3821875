// A set of groups in memory that does not grow never forgets one, and seldom takes another for one.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { GroupSet, hashGroup } from '../../src/correlate/group-set.ts';

const GROUPS = 100_000;
const hashOf = (index: number) => hashGroup(['ws-17.example.com', `{0197231E-${index}}`]);

it('says yes of every group that was added, and of few others', () => {
  const groups = new GroupSet();
  for (let index = 0; index < GROUPS; index++) groups.add(hashOf(index));
  let others = 0;
  for (let index = 0; index < GROUPS; index++) {
    assert.ok(groups.has(hashOf(index)));
    if (groups.has(hashOf(index + GROUPS))) others++;
  }
  assert.ok(others <= 5, `${others} others`);
});

it('tells values apart that only their border does', () => {
  const groups = new GroupSet();
  groups.add(hashGroup(['ab', 'c']));
  for (const values of [['a', 'bc'], ['abc'], ['ab', 'c', ''], []]) {
    assert.ok(!groups.has(hashGroup(values)), values.join('|'));
  }
});
