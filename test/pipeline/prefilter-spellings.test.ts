// One line that is written as no product writes it, among lines that can be passed over: what a rule matches is still found.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { fdr, fdrConnection, fdrStart } from '../source/fdr-records.ts';
import {
  azure,
  CONNECTION,
  elasticOf,
  flat,
  nxlog,
  winlogbeat,
  winlogbeat6,
} from '../source/records.ts';
import { type Manner, type Pack, passedOver, scanBothWays } from './both-ways.ts';
import { compiled, PORTS, rule, SHIPPED } from './packs.ts';

const STARTS = compiled([rule('starts', '{ category: process_creation }', '{ Nowhere: null }')]);
const FILES = compiled([rule('files', '{ category: file_event }', '{ Nowhere: null }')]);
const IMAGES = compiled([
  rule('image', '{ category: network_connection }', '{ DestinationPort: 445, Image|exists: true }'),
]);
const SMB = compiled([rule('smb', '{ category: network_connection }', '{ DestinationPort: 445 }')]);

/** Lines that no pack above is about, so that they are passed over. */
const QUIET = {
  elastic: elasticOf('registry', { action: 'modification' }, { destination: {}, source: {} }),
  fdr: fdr('UserIdentity', { padding: 'x'.repeat(200) }),
  nxlog: nxlog(22, { QueryName: 'example.com' }),
  beats: winlogbeat(22, { QueryName: 'example.com' }),
  beats6: winlogbeat6(22, { QueryName: 'example.com' }),
  azure: azure(22, JSON.stringify({ QueryName: 'example.com' })),
} as const;

/** Scans the line among quiet ones; without the prefilter it must be found, so with it too. */
async function isFound(
  quiet: keyof typeof QUIET,
  line: string,
  pack: Pack,
  manner: Manner = {},
  between: JsonObject = QUIET[quiet],
): Promise<void> {
  const around = Array.from({ length: 24 }, () => JSON.stringify(between));
  const text = [...around, line, ...around].map((one) => `${one}\n`).join('');
  // Short chunks are searched line by line, long ones scanned as a whole.
  for (const chunk of [900, 2 ** 20]) {
    const outcomes = await scanBothWays([Buffer.from(text)], pack, {
      first: 900,
      chunk,
      ...manner,
    });
    assert.ok(passedOver(outcomes) > 0, 'nothing was passed over');
    const found = outcomes.flatMap(({ counts }) => Object.keys(counts.matchesPerRule));
    assert.ok(found.length > 0, line);
  }
}

const text = (record: JsonObject) => JSON.stringify(record);
const WHOLE = text(fdrConnection());

describe('a port is found however it is written', () => {
  for (const [name, port] of [
    ['a number', '445'],
    ['a fraction', '445.0'],
    ['an exponent of none', '445e0'],
    ['the same in capitals', '445E+0'],
    ['a text', '"445"'],
    ['a text with zeros before', '"000445"'],
    ['a text with a sign', '"+445"'],
    ['a text that ends in a point', '"445."'],
    ['between blanks of all kinds', '"\\u00a0\\t445\\u2003\\ufeff"'],
    ['behind an escaped line feed and zeros', '"\\n00445"'],
    ['behind an escape that ends in zeros', '"\\u000a445"'],
    ['with one digit escaped', '"4\\u00345"'],
    ['with all digits escaped', '"\\u0034\\u0034\\u0035"'],
    ['in an array', '["445", "x"]'],
    ['in an array of numbers, with blanks', '[ 445\t,1 ]'],
    ['a second time, behind another', '443,"RemotePort":"445"'],
  ] as const) {
    it(`as ${name}`, async () => {
      await isFound('fdr', WHOLE.replace('"RemotePort":"445"', `"RemotePort":${port}`), SMB);
    });
  }

  it('as a rule spells it that knows it in hexadecimal', async () => {
    const selection = '{ DestinationPort: 0x1BD }';
    const pack = compiled([rule('hex', '{ category: network_connection }', selection)]);
    await isFound('fdr', WHOLE.replace('"445"', '"0x1BD"'), pack);
    await isFound('fdr', WHOLE, pack);
  });

  for (const entity of ['&#52;45', '\\u0026#52;45', '&\\u002352;45', '\\u0026\\u0023x34;45']) {
    it(`in XML as ${entity}, whichever source wrote the other lines`, async () => {
      const line = text(azure(3, '<Data Name="DestinationPort">PORT</Data>')).replace(
        'PORT',
        entity,
      );
      await isFound('azure', line, SMB);
      await isFound('fdr', line, SMB);
      await isFound('elastic', line, PORTS);
    });
  }

  it('in JSON inside a text, escaped twice', async () => {
    const line = text(azure(3, '{"DestinationPort":"4\\u00345"}'));
    await isFound('azure', line, SMB);
  });

  it('in a line with a second record on it, or with white space around', async () => {
    await isFound('fdr', `${text(QUIET.fdr)} ${WHOLE}`, SMB);
    await isFound('fdr', ` \t${WHOLE} \r`, SMB);
    await isFound('fdr', `${text(QUIET.fdr)}\r${WHOLE}`, SMB);
    await isFound('fdr', JSON.stringify(fdrConnection(), null, 2), SMB);
  });
});

describe('an event of a kind that rules are for is found however its kind is written', () => {
  const start = text(fdrStart());
  for (const [name, line] of [
    [
      'with blanks around the colon',
      start.replace('"event_simpleName":', '"event_simpleName" :\t'),
    ],
    ['with an escape in its key', start.replace('"event_', '"\\u0065vent_')],
    ['with an escape in its value', start.replace('ProcessRollup2', 'ProcessRollu\\u00702')],
    ['twice, the second time rightly', start.replace('{', '{"event_simpleName":"DnsRequest",')],
    ['in the event of an envelope', text({ event_simpleName: 'DnsRequest', event: fdrStart() })],
    [
      'outside an envelope that names another',
      text({ ...fdrStart(), event: { event_simpleName: 7 } }),
    ],
  ] as const) {
    it(`by CrowdStrike, ${name}`, async () => {
      await isFound('fdr', line, STARTS);
    });
  }

  for (const [name, line] of [
    ['as a text', text(flat(1, {}, { EventID: '1' }))],
    ['as a fraction', text(flat(1, {})).replace('"EventID":1', '"EventID":1.0')],
    ['with blanks', text(flat(1, {})).replace('"EventID":1', '"EventID" : " 1 "')],
    ['with an escape in its key', text(flat(1, {})).replace('"EventID"', '"\\u0045ventID"')],
    ['in an array', text(flat(1, {})).replace('"EventID":1', '"EventID":[1]')],
    ['twice', text(flat(1, {})).replace('"EventID":1', '"EventID":22,"EventID":1')],
    ['by Winlogbeat, whatever EventID stands beside', text(winlogbeat(1, { EventID: 22 }))],
    ['by Winlogbeat 6, whatever EventID stands deeper', text(winlogbeat6(1, { EventID: 22 }))],
    ['flat, whatever event_id stands beside', text(flat(1, { event_id: 22 }))],
  ] as const) {
    it(`by Sysmon, ${name}`, async () => {
      for (const quiet of ['nxlog', 'beats', 'beats6', 'azure'] as const)
        await isFound(quiet, line, STARTS);
    });
  }

  const process = (event: JsonObject, more: JsonObject = {}) =>
    text(elasticOf('process', event, more));
  for (const [name, line] of [
    ['with blanks', process({ action: 'start' }).replace('"dataset":', '"dataset"\t: ')],
    [
      'with an escape',
      process({ action: 'start' }).replace('endpoint.events', 'endpoint\\u002eevents'),
    ],
    [
      'in capitals',
      process({ action: 'START' }).replace('endpoint.events.process', 'Endpoint.EVENTS.Process'),
    ],
    [
      'in an array',
      process({ action: 'start' }).replace(
        '"endpoint.events.process"',
        '["endpoint.events.process"]',
      ),
    ],
    [
      'twice, the second time rightly',
      process({ action: 'start' }).replace(
        '"dataset":',
        '"dataset":"endpoint.events.file","dataset":',
      ),
    ],
    [
      'by its category alone, with another’s dataset among its arguments',
      text(
        elasticOf(
          '',
          {
            dataset: '-',
            category: ['process'],
            action: 'start',
          },
          { process: { args: ['endpoint.events.file', 'x'], executable: 'C:\\x.exe' } },
        ),
      ),
    ],
    ['as a fork whose k is the Kelvin sign', process({ action: 'for\u212a' })],
    [
      'as a fork whose k is an escaped Kelvin sign',
      process({ action: 'fork' }).replace('"fork"', '"for\\u212a"'),
    ],
    ['by its type alone', process({ type: ['change', 'START'] })],
  ] as const) {
    it(`by Elastic Defend, ${name}`, async () => {
      await isFound('elastic', line, STARTS);
    });
  }

  it('by Elastic Defend, by its dataset in small letters where another stands beside in capitals', async () => {
    const capitals = { data_stream: { dataset: 'ENDPOINT.EVENTS.REGISTRY' } };
    await isFound('elastic', text(elasticOf('process', { action: 'start' }, capitals)), STARTS);
    const starts = { data_stream: { dataset: 'ENDPOINT.EVENTS.PROCESS' } };
    await isFound('elastic', text(elasticOf('file', { action: 'start' }, starts)), FILES);
  });

  for (const [category, quiet, record] of [
    ['process_creation', 'elastic', elasticOf('process', { action: 'exec' })],
    ['dns_query', 'elastic', elasticOf('network', { action: 'lookup_result' })],
    ['driver_load', 'elastic', elasticOf('library', { category: ['driver'], action: 'load' })],
    ['registry_add', 'nxlog', nxlog(12, { EventType: 'CreateKey' })],
    ['registry_delete', 'nxlog', nxlog(12, { EventType: 'DeleteValue' })],
    ['registry_event', 'nxlog', nxlog(14, {})],
    ['registry_event', 'fdr', fdr('AsepValueUpdate')],
  ] as const) {
    it(`as a ${category} of ${quiet}, which its kind alone does not say`, async () => {
      const pack = compiled([rule('one', `{ category: ${category} }`, '{ Nowhere: null }')]);
      const lines = { ...QUIET, elastic: elasticOf('file', { action: 'open' }) };
      await isFound(quiet, text(record), pack, {}, lines[quiet]);
    });
  }

  it('as a file of Elastic Defend that was renamed, which is one that came to be too', async () => {
    await isFound('elastic', text(elasticOf('file', { action: 'rename' })), FILES);
  });
});

describe('what connections of other objects ask for is kept', () => {
  it('of a source whose starts are wanted, in an object that begins with one whose are not', async () => {
    const starts = text(nxlog(1, { ...CONNECTION, Image: 'C:\\x.exe', DestinationPort: 1 }));
    const lines = `${starts}\n${text(nxlog(3, CONNECTION))}`;
    for (const quiet of ['elastic', 'fdr', 'nxlog'] as const)
      await isFound(quiet, lines, IMAGES, { keepsOffers: true });
  });
});

describe('the start of a process whose connection waits for it is found however its id is written', () => {
  const ID = '"TargetProcessId":"10289219422"';
  for (const [name, id] of [
    ['a number', '"TargetProcessId":10289219422'],
    ['a fraction', '"TargetProcessId":10289219422.0'],
    ['a power', '"TargetProcessId":1.0289219422e10'],
    ['between blanks', '"TargetProcessId" :\t" 10289219422\u2003"'],
    ['in an array', '"TargetProcessId":["10289219422"]'],
    ['with an escape', '"TargetProcessId":"1028921942\\u0032"'],
    ['with an escape in its key', '"TargetProcessI\\u0064":"10289219422"'],
    ['behind another', `"TargetProcessId":"1",${ID}`],
    ['behind one that is an object', `"event":{"TargetProcessId":{"id":"7"}},${ID}`],
  ] as const) {
    it(`by CrowdStrike, as ${name}`, async () => {
      const lines = [text(fdrStart()).replace(ID, id), WHOLE];
      assert.ok(lines[0]?.includes(id));
      for (const pack of [IMAGES, SHIPPED]) {
        await isFound('fdr', lines.join('\n'), pack);
        await isFound('fdr', lines.toReversed().join('\n'), pack);
      }
    });
  }

  it('as the load of its own image, which tells how it is signed', async () => {
    const selection = '{ DestinationPort: 445, SignatureStatus: Valid }';
    const pack = compiled([rule('signed', '{ category: network_connection }', selection)]);
    const { ProcessGuid, Image } = CONNECTION;
    const load = {
      ProcessGuid,
      Image,
      ImageLoaded: Image,
      Signed: 'true',
      SignatureStatus: 'Valid',
    };
    await isFound(
      'nxlog',
      [nxlog(7, load as JsonObject), nxlog(3, CONNECTION)].map(text).join('\n'),
      pack,
    );
  });

  const GUID = '{0197231E-9BE6-6934-5301-000000000B00}';
  const start = { ProcessGuid: GUID, Image: 'C:\\x.exe', ProcessId: '7520' };
  for (const [name, record] of [
    [
      'in small letters without braces',
      nxlog(1, { ...start, ProcessGuid: GUID.toLowerCase().slice(1, -1) }),
    ],
    ['in Winlogbeat', winlogbeat(1, start)],
    ['in Winlogbeat 6', winlogbeat6(1, start)],
    ['under a key with a blank', nxlog(1, { Image: 'C:\\x.exe', 'Process Guid': GUID })],
    ['in JSON inside a text', azure(1, JSON.stringify(start))],
    [
      'in JSON inside a text, beside another',
      azure(1, JSON.stringify(start), { ProcessGuid: '{1}' }),
    ],
    [
      'in XML',
      azure(1, `<Data Name="ProcessGuid">${GUID}</Data><Data Name="Image">C:\\x.exe</Data>`),
    ],
    [
      'in XML with other quotes, beside another',
      azure(1, `<Data Name='ProcessGuid'>${GUID}</Data><Data Name='Image'>C:\\x.exe</Data>`, {
        ProcessGuid: '{1}',
      }),
    ],
    ['as that of the source process', nxlog(1, { Image: 'C:\\x.exe', SourceProcessGuid: GUID })],
    [
      'as that of the source process, the other being null',
      nxlog(1, { ...start, ProcessGuid: null, SourceProcessGuid: GUID }),
    ],
  ] as const) {
    it(`by Sysmon, ${name}`, async () => {
      const unnamed = { ...CONNECTION, Image: null, ProcessGuid: GUID };
      const lines = [text(nxlog(3, unnamed)), text(record)];
      for (const quiet of ['nxlog', 'beats'] as const)
        await isFound(quiet, lines.join('\n'), IMAGES);
    });
  }
});
