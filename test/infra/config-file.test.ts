// Where the configuration is read from, and what is wrong with the file itself.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readConfigFile } from '../../infra/config-file.ts';
import { configPathOf, DEFAULT_CONFIG } from '../../infra/config-pointer.ts';
import { InfraConfigError } from '../../infra/errors.ts';
import { CDK_JSON } from './support/root.ts';
import { tempFolder } from './support/temp-folder.ts';

function read(text: string): unknown {
  return readConfigFile(join(tempFolder({ 'site.yml': text }), 'site.yml'), 'site.yml');
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof InfraConfigError) return error.message;
    throw error;
  }
  return 'nothing is wrong';
}

describe('the configuration file', () => {
  it('is YAML, and so may be JSON', () => {
    const expected = { tenant: 'acme', buckets: [{ mode: 'created' }] };
    assert.deepEqual(read('tenant: acme\nbuckets:\n  - mode: created\n'), expected);
    assert.deepEqual(read(JSON.stringify(expected)), expected);
  });

  it('may hold comments alone', () => {
    assert.deepEqual(read('# nothing yet\n'), {});
  });

  it('keeps on and off as words, and digits in quotes as they are', () => {
    assert.deepEqual(read('canary: on\naccount: "000000000000"\n'), {
      canary: 'on',
      account: '000000000000',
    });
  });

  const faults = [
    { what: 'a bad indent', text: 'a:\n  b: 1\n c: 2\n', where: 'site.yml:3:1: ' },
    {
      what: 'a key twice',
      text: 'tenant: a\ntrigger: queue\ntenant: b\n',
      where: 'site.yml:3:1: ',
    },
    { what: 'two documents', text: 'a: 1\n---\nb: 2\n', where: 'site.yml:2:1: ' },
    { what: 'an unknown tag', text: 'tenant: !mine x\n', where: 'site.yml:1:9: ' },
    { what: 'a list', text: '- a\n', where: 'site.yml:1:1: is a list; expected keys and values' },
    { what: 'a text', text: 'queue\n', where: 'site.yml:1:1: is a string; expected keys' },
  ];
  for (const { what, text, where } of faults) {
    it(`is refused with its place for ${what}`, () => {
      const [first, second = ''] = messageOf(() => read(text)).split('\n');
      assert.equal(first, 'site.yml is wrong:');
      assert.ok(second.startsWith(`  ${where}`), second);
    });
  }

  it('is missed where it is not there', () => {
    const act = () => readConfigFile(join(tempFolder(), 'site.yml'), 'site.yml');
    assert.equal(
      messageOf(act),
      'site.yml is wrong:\n  site.yml: is not there; expected a YAML file',
    );
  });
});

describe('the context', () => {
  it('points at the file', () => {
    assert.equal(configPathOf(CDK_JSON.context), DEFAULT_CONFIG);
    assert.equal(configPathOf({}), DEFAULT_CONFIG);
    assert.equal(configPathOf({ config: 'site.yml' }), 'site.yml');
  });

  it('holds no setting: each is told where it belongs', () => {
    assert.equal(
      messageOf(() => configPathOf({ ...CDK_JSON.context, tenant: 'acme', trigger: 'direct' })),
      'context is wrong:\n' +
        '  tenant is given as context; expected it in the configuration file (infra/deployment.yml), as "tenant: …"\n' +
        '  trigger is given as context; expected it in the configuration file (infra/deployment.yml), as "trigger: …"',
    );
  });

  it('names the file as a text', () => {
    assert.match(
      messageOf(() => configPathOf({ config: 7 })),
      /config is 7; expected the path/,
    );
  });
});
