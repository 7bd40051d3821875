// Networks and addresses: every spelling of one address is the same address, and nothing else is one.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cidrText, inCidr, parseAddress, parseCidr, toCidr } from '../../src/runtime/index.ts';
import { check } from '../support/check.ts';

describe('parseCidr', () => {
  for (const [text, canonical] of [
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['127.0.0.1', '127.0.0.1/32'],
    ['192.168.1.255/32', '192.168.1.255/32'],
    ['192.168.1.254/31', '192.168.1.254/31'],
    ['::/0', '::/0'],
    ['::1', '::1/128'],
    ['FE80::/10', 'fe80::/10'],
    ['2001:0DB8:0000::/33', '2001:db8::/33'],
    ['0:0:0:0:0:0:0:1/128', '::1/128'],
  ] as const) {
    it(`reads ${text} as ${canonical}, which reads as itself`, () => {
      assert.equal(cidrText(toCidr(text)), canonical);
      assert.equal(cidrText(toCidr(canonical)), canonical);
    });
  }

  for (const [text, fault] of [
    ['', 'syntax'],
    ['/8', 'syntax'],
    ['10', 'syntax'],
    ['10.0.0/8', 'syntax'],
    ['010.0.0.0/8', 'syntax'],
    ['0x0a.0.0.0/8', 'syntax'],
    ['256.0.0.0/8', 'syntax'],
    ['example.com/8', 'syntax'],
    [' 10.0.0.0/8', 'syntax'],
    ['10.0.0.*', 'syntax'],
    ['1::2::3/64', 'syntax'],
    ['10.0.0.0/', 'prefix'],
    ['10.0.0.0/33', 'prefix'],
    ['10.0.0.0/-1', 'prefix'],
    ['10.0.0.0/8 ', 'prefix'],
    ['10.0.0.0/8/8', 'prefix'],
    ['10.0.0.0/255.0.0.0', 'prefix'],
    ['::/129', 'prefix'],
    ['10.0.0.1/8', 'host-bits'],
    ['192.168.1.255/31', 'host-bits'],
    ['::1/127', 'host-bits'],
    ['8000::/0', 'host-bits'],
  ] as const) {
    it(`refuses "${text}" for its ${fault}`, () => {
      assert.equal(parseCidr(text), fault);
    });
  }

  it('is a bug to make a network of what is none', () => {
    assert.throws(() => toCidr('10.0.0.1/8'), TypeError);
  });
});

describe('inCidr', () => {
  for (const [network, address, expected] of [
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['192.168.1.254/31', '192.168.1.255', true],
    ['192.168.1.254/31', '192.168.1.253', false],
    ['::1/128', '::1', true],
    ['::1/128', '0:0:0:0:0:0:0:1', true],
    ['::1/128', '0000:0000:0000:0000:0000:0000:0000:0001', true],
    ['::1/128', '::2', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['fe80::/10', 'fe80:0:0:0:1234:5678:9abc:def0%12', true],
    ['fe80::/10', 'FEBF::1', true],
    ['fe80::/10', 'fec0::1', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', false],
    ['::ffff:0:0/96', '::ffff:10.0.0.1', true],
    ['::ffff:0:0/96', '::ffff:a00:1', true],
    ['::ffff:0:0/96', '10.0.0.1', false],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '127.0.0.1', false],
    ['10.0.0.0/8', '010.0.0.1', false],
    ['10.0.0.0/8', '10.0.0.01', false],
    ['10.0.0.0/8', '10.1', false],
    ['10.0.0.0/8', '167772161', false],
    ['10.0.0.0/8', '0xa.0.0.1', false],
    ['10.0.0.0/8', ' 10.0.0.1', false],
    ['10.0.0.0/8', '10.0.0.1 ', false],
    ['10.0.0.0/8', '10.0.0.1:445', false],
    ['10.0.0.0/8', '10.0.0.1/32', false],
    ['10.0.0.0/8', '10.0.0.1\n', false],
    ['::/0', '[::1]', false],
    ['::/0', '::1/128', false],
    ['::/0', '%eth0', false],
    ['::/0', ':', false],
    ['::/0', '', false],
    ['0.0.0.0/0', '-', false],
    ['0.0.0.0/0', '١.١.١.١', false],
  ] as const) {
    it(`${expected ? 'puts' : 'does not put'} "${address}" in ${network}`, () => {
      assert.equal(inCidr(toCidr(network), address), expected);
    });
  }

  it('keeps an embedded address where it is written: ::10.0.0.1 is not the mapped ::ffff:10.0.0.1', () => {
    assert.equal(inCidr(toCidr('::ffff:0:0/96'), '::10.0.0.1'), false);
    assert.equal(inCidr(toCidr('::/96'), '::10.0.0.1'), true);
  });

  for (const address of ['::ffff:010.0.0.1', '::ffff:0x0a.0.0.1']) {
    it(`takes ${address} for no address, as it takes 010.0.0.1 and 0x0a.0.0.1 for none`, () => {
      assert.equal(parseAddress(address), undefined);
    });
  }

  it('agrees with arithmetic on the bits of any v4 network', () => {
    const property = fc.property(
      fc.nat({ max: 2 ** 32 - 1 }),
      fc.nat({ max: 2 ** 32 - 1 }),
      fc.nat({ max: 32 }),
      (first, second, prefix) => {
        const size = 2 ** (32 - prefix);
        const base = Math.floor(first / size) * size;
        const network = toCidr(`${dotted(base)}/${prefix}`);
        const near = base + (second % (size * 2)) - size / 2;
        for (const address of [second, near].filter((one) => one >= 0 && one < 2 ** 32)) {
          const whole = Math.floor(address);
          assert.equal(inCidr(network, dotted(whole)), whole >= base && whole < base + size);
        }
      },
    );
    check(property, 2_000);
  });

  it('never throws, whatever the text', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'0123456789abcdefx:.%/ '), maxLength: 24 });
    const networks = ['10.0.0.0/8', '::/0'].map(toCidr);
    const property = fc.property(fc.oneof(soup, fc.ipV6(), fc.string()), (text) => {
      for (const network of networks) assert.equal(typeof inCidr(network, text), 'boolean');
      assert.doesNotThrow(() => parseCidr(text));
    });
    check(property, 3_000);
  });
});

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
