// What stands in for modules of the SDK: the clients are made with it, and what it replaces says so where it is used.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { build } from 'esbuild';
import { sdkUnused } from '../../scripts/sdk-unused.ts';
import { ROOT } from './support/root.ts';

/** Bundles a module's text as a function is bundled, and loads it. */
async function load(contents: string): Promise<Readonly<Record<string, unknown>>> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins: [sdkUnused],
    write: false,
  });
  const [output] = outputFiles;
  return import(`data:text/javascript,${encodeURIComponent(output?.text ?? '')}`);
}

describe('a stand-in', () => {
  it("leaves of a client's description its version", async () => {
    const { info } = await load(`
      import info from './node_modules/@aws-sdk/client-sns/package.json';
      export { info };`);
    assert.deepEqual(Object.keys(Object(info)), ['version']);
  });

  it('leaves the hashes of Node, by which requests are signed', async () => {
    const { digest } = await load(`
      import { Sha256Node } from './node_modules/@smithy/core/dist-es/submodules/checksum/sha256/Sha256Node.js';
      const hash = new Sha256Node();
      hash.update('abc');
      export const digest = await hash.digest();`);
    assert.equal(
      Buffer.from(digest as Uint8Array).toString('hex'),
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it("signs what is asked of a bucket for the bucket's one region", async () => {
    const { dependency, authorization } = await load(`
      import { SignatureV4MultiRegion } from './node_modules/@aws-sdk/signature-v4-multi-region/dist-es/SignatureV4MultiRegion.js';
      import { Sha256Node } from './node_modules/@smithy/core/dist-es/submodules/checksum/sha256/Sha256Node.js';
      const signer = new SignatureV4MultiRegion({
        credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
        region: 'eu-west-1',
        service: 's3',
        sha256: Sha256Node,
        uriEscapePath: false,
      });
      const request = { method: 'GET', protocol: 'https:', hostname: 'logs.example.com', path: '/a', query: {}, headers: { host: 'logs.example.com' } };
      const { headers } = await signer.sign(request, { signingDate: new Date(0) });
      export const { authorization } = headers;
      export const dependency = SignatureV4MultiRegion.sigv4aDependency();`);
    assert.equal(dependency, 'none');
    assert.match(
      String(authorization),
      /^AWS4-HMAC-SHA256 Credential=AKIDTEST\/19700101\/eu-west-1\/s3\/aws4_request, /,
    );
  });

  it('knows partitions of regions, files of profiles and metadata services as a function does', async () => {
    const { partitions, files, region } = await load(`
      import { partition } from './node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partition.js';
      import { loadSharedConfigFiles } from './node_modules/@smithy/core/dist-es/submodules/config/shared-ini-file-loader/loadSharedConfigFiles.js';
      import { getInstanceMetadataRegion } from './node_modules/@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js';
      export const partitions = ['eu-central-1', 'cn-north-1', 'us-gov-west-1'].map((region) => partition(region));
      export const files = await loadSharedConfigFiles();
      export const region = await getInstanceMetadataRegion();`);
    const named = (
      partitions as readonly { name: string; dnsSuffix: string; description?: string }[]
    ).map(({ name, dnsSuffix, description }) => [name, dnsSuffix, description]);
    assert.deepEqual(named, [
      ['aws', 'amazonaws.com', undefined],
      ['aws-cn', 'amazonaws.com.cn', undefined],
      ['aws-us-gov', 'amazonaws.com', undefined],
    ]);
    assert.deepEqual([files, region], [{ configFile: {}, credentialsFile: {} }, undefined]);
  });

  it('reads and writes dates as the SDK does', async () => {
    const path = './node_modules/@smithy/core/dist-es/submodules/serde/date-utils.js';
    const texts = [
      'Sun, 06 Nov 1994 08:49:37 GMT',
      'Sunday, 06-Nov-94 08:49:37 GMT',
      'Sun Nov  6 08:49:37 1994',
    ];
    const { dates } = await load(`
      import { dateToUtcString, parseEpochTimestamp, parseRfc3339DateTimeWithOffset, parseRfc7231DateTime } from '${path}';
      export const dates = [
        ...${JSON.stringify(texts)}.map(parseRfc7231DateTime),
        parseRfc3339DateTimeWithOffset('1994-11-06T10:49:37.5+02:00'),
        parseEpochTimestamp(784111777.5),
      ].map(dateToUtcString);`);
    const [text = ''] = texts;
    assert.deepEqual(dates, Array(5).fill(text));
  });

  it('of middleware that never acts adds none', async () => {
    const { added } = await load(`
      import { getLoggerPlugin } from './node_modules/@aws-sdk/core/dist-es/submodules/client/middleware-logger/loggerMiddleware.js';
      import { getSsecPlugin } from './node_modules/@aws-sdk/middleware-sdk-s3/dist-es/submodules/s3/middleware-ssec/middleware-ssec.js';
      import { checkFeatures } from './node_modules/@aws-sdk/core/dist-es/submodules/client/middleware-user-agent/check-features.js';
      export const added = [];
      for (const plugin of [getLoggerPlugin({}), getSsecPlugin({})]) plugin.applyToStack({ add: (one) => added.push(one) });
      await checkFeatures({}, {}, {});`);
    assert.deepEqual(added, []);
  });

  it('of what is left out fails by name where it is used, and not before', async () => {
    const { uses } = await load(`
      import { Sha1Js } from './node_modules/@aws-sdk/checksums/dist-es/submodules/sha/sha1/Sha1Js.js';
      import { EventStreamSerde, resolveEventStreamSerdeConfig } from './node_modules/@smithy/core/dist-es/submodules/event-streams/index.js';
      import { EndpointCache } from './node_modules/@aws-sdk/endpoint-cache/dist-es/index.js';
      import { XmlShapeSerializer } from './node_modules/@aws-sdk/core/dist-es/submodules/protocols/xml/XmlShapeSerializer.js';
      import { AdaptiveRetryStrategy } from './node_modules/@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js';
      import { DefaultRateLimiter } from './node_modules/@smithy/core/dist-es/submodules/retry/util-retry/DefaultRateLimiter.js';
      import { S3ExpressIdentityProviderImpl } from './node_modules/@aws-sdk/middleware-sdk-s3/dist-es/submodules/s3/middleware-s3-express/classes/S3ExpressIdentityProviderImpl.js';
      import { sdkStreamMixin } from './node_modules/@smithy/core/dist-es/submodules/serde/util-stream/sdk-stream-mixin.browser.js';
      import { AwsSdkSigV4ASigner } from './node_modules/@aws-sdk/core/dist-es/submodules/httpAuthSchemes/aws_sdk/AwsSdkSigV4ASigner.js';
      import { HeaderFormatter } from './node_modules/@smithy/signature-v4/dist-es/HeaderFormatter.js';
      import { createBufferedReadable } from './node_modules/@smithy/core/dist-es/submodules/serde/util-stream/createBufferedReadable.js';
      import { getAwsChunkedEncodingStream } from './node_modules/@smithy/core/dist-es/submodules/serde/util-stream/getAwsChunkedEncodingStream.js';
      import { schemaLogFilter } from './node_modules/@smithy/core/dist-es/submodules/client/smithy-client/schemaLogFilter.js';
      resolveEventStreamSerdeConfig({});
      const cache = new EndpointCache(10);
      const xml = new XmlShapeSerializer();
      xml.setSerdeContext({});
      export const uses = [
        () => new Sha1Js(),
        () => new EventStreamSerde({}),
        () => new HeaderFormatter().format({}),
        () => cache.get('key'),
        () => xml.write([], {}),
        () => xml.flush(),
        () => new AdaptiveRetryStrategy(async () => 3),
        () => new DefaultRateLimiter(),
        () => schemaLogFilter([], {}),
        () => new S3ExpressIdentityProviderImpl(async () => ({})).getS3ExpressIdentity({}, {}),
        () => sdkStreamMixin(new ReadableStream()),
        () => new AwsSdkSigV4ASigner().sign({}, {}, {}),
        () => createBufferedReadable({}, 1),
        () => getAwsChunkedEncodingStream({}, {}),
      ];`);
    const found = (uses as readonly (() => unknown)[]).map((use) => {
      try {
        return use();
      } catch (error) {
        return String(error);
      }
    });
    assert.deepEqual(found, [
      'Error: Sha1Js: node:crypto lacks the hash',
      'Error: EventStreamSerde: event streams are left out of the bundle',
      'Error: event streams are left out of the bundle',
      'Error: endpoint discovery is left out of the bundle',
      'Error: requests in XML are left out of the bundle',
      'Error: requests in XML are left out of the bundle',
      'Error: AdaptiveRetryStrategy: adaptive retries are left out of the bundle',
      'Error: DefaultRateLimiter: adaptive retries are left out of the bundle',
      'Error: loggers of clients are left out of the bundle',
      'Error: directory buckets are left out of the bundle',
      'Error: streams of browsers are left out of the bundle',
      'Error: signing for several regions is left out of the bundle',
      'Error: uploads of unknown length are left out of the bundle',
      'Error: uploads of unknown length are left out of the bundle',
    ]);
  });
});
