// S3's endpoint rules in a bundle: for what the functions ask they answer as the SDK's own do.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type EndpointRules, pruneRules, writeRules } from '../../scripts/sdk-endpoints.ts';
import { ROOT } from './support/root.ts';

/** What the SDK decides with. It stands in no package of ours, so it is found from the client's. */
interface Decider {
  readonly customEndpointFunctions: Record<string, unknown>;
  decideEndpoint(
    rules: EndpointRules,
    options: { readonly endpointParams: Parameters },
  ): { readonly url: URL; readonly properties: unknown; readonly headers: unknown };
}

const CLIENT = join(ROOT, 'node_modules/@aws-sdk/client-s3');
const requireOfClient = createRequire(join(CLIENT, 'package.json'));
const { customEndpointFunctions, decideEndpoint }: Decider =
  requireOfClient('@smithy/core/endpoints');
customEndpointFunctions['aws'] = requireOfClient('@aws-sdk/core/client').awsEndpointFunctions;

const { bdd: own }: { readonly bdd: EndpointRules } = await import(
  pathToFileURL(join(CLIENT, 'dist-es/endpoint/bdd.js')).href
);

type Parameters = Readonly<Record<string, string | boolean>>;

function decide(rules: EndpointRules, endpointParams: Parameters) {
  try {
    const { url, properties, headers } = decideEndpoint(rules, { endpointParams });
    return { url: url.href, properties, headers };
  } catch (error) {
    return String(error);
  }
}

const BUCKETS = [undefined, 'logs', 'a.logs.example.com', 'Old_Logs', 'logs-x'];
const REGIONS = [
  undefined,
  'eu-central-1',
  'us-east-1',
  'cn-north-1',
  'us-gov-west-1',
  'aws-global',
  'no_region',
];
const ENDPOINTS = [undefined, 'http://127.0.0.1:4566', 'https://s3.example.com/path'];
const SWITCHES = ['UseFIPS', 'UseDualStack', 'ForcePathStyle'] as const;
/** What the client itself always sets. */
const DEFAULTS = {
  Accelerate: false,
  UseGlobalEndpoint: false,
  DisableMultiRegionAccessPoints: false,
  DisableS3ExpressSessionAuth: false,
  UseArnRegion: false,
};

const ASKED: readonly Parameters[] = BUCKETS.flatMap((Bucket) =>
  REGIONS.flatMap((Region) =>
    ENDPOINTS.flatMap((Endpoint) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
        given({ Bucket, Region, Endpoint, ...switched(bits) }),
      ),
    ),
  ),
);

function switched(bits: number): Parameters {
  return Object.fromEntries(SWITCHES.map((name, at) => [name, (bits & (1 << at)) !== 0]));
}

function given(asked: Readonly<Record<string, string | boolean | undefined>>): Parameters {
  const set = Object.entries(asked).filter((entry): entry is [string, string | boolean] => {
    return entry[1] !== undefined;
  });
  return { ...DEFAULTS, ...Object.fromEntries(set) };
}

describe("S3's endpoint rules in a bundle", () => {
  const pruned = pruneRules(own);

  it("answer as the SDK's own for buckets by name, in every region, endpoint and style", () => {
    const urls = new Set<string>();
    for (const asked of ASKED) {
      const expected = decide(own, asked);
      assert.deepEqual(decide(pruned, asked), expected, JSON.stringify(asked));
      urls.add(typeof expected === 'string' ? expected : expected.url);
    }
    assert.ok(urls.size > 50, `${urls.size} different answers`);
  });

  it('refuse an ARN, which no event and no setting of ours names', () => {
    const asked = {
      ...DEFAULTS,
      Bucket: 'arn:aws:s3:eu-west-1:123456789012:accesspoint/logs',
      Region: 'eu-west-1',
    };
    assert.match(String(decide(pruned, asked)), /Invalid ARN/);
  });

  it('are a third of their size or less', () => {
    assert.ok(pruned.nodes.length * 3 < own.nodes.length);
  });

  it('are written as a module that gives them back', async () => {
    const text = writeRules(pruned).replace(
      /^import .*/,
      'const BinaryDecisionDiagram = { from: (...parts) => parts };',
    );
    const { bdd } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    const { nodes, root, conditions, results } = pruned;
    assert.deepEqual(bdd, [nodes, root, conditions, results]);
  });

  it('of a form that is not known are refused, not guessed at', () => {
    const complemented = { ...own, nodes: [-1, 1, -1, 0, -3, 100_000_000], root: 2 };
    assert.throws(() => pruneRules(complemented), /found the complement -3/);
  });
});
