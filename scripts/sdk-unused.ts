// Modules of the SDK that a bundle must have but never runs → as little as its imports need.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** What stands in for a module that the filter finds, made of its path. */
interface StandIn {
  readonly filter: RegExp;
  readonly contents: (path: string) => string;
}

const STAND_INS: readonly StandIn[] = [
  {
    // Of its own description a client reads the version.
    filter: /@aws-sdk\/client-[a-z0-9-]+\/package\.json$/,
    contents: (path) => {
      const { version }: { readonly version: string } = JSON.parse(readFileSync(path, 'utf8'));
      return `export default { version: ${JSON.stringify(version)} };`;
    },
  },
  {
    // Node has these hashes; the SDK falls back on its own where it does not.
    filter: /\/(?:Sha1|Sha256|Md5)Js\.js$/,
    contents: (path) => {
      const name = path.slice(path.lastIndexOf('/') + 1, -'.js'.length);
      return refusingClass(name, 'node:crypto lacks the hash');
    },
  },
  {
    // What is read is not asked for its checksum, and what is written has none of this kind.
    filter: /\/Crc64NvmeJs\.js$/,
    contents: () =>
      refusingClass('Crc64NvmeJs', 'checksums of this kind are left out of the bundle'),
  },
  {
    // Of S3's operations only SelectObjectContent streams events. The client asks for its marshaller when it is made.
    filter: /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
    contents: () =>
      [
        'export const resolveEventStreamSerdeConfig = (input) => input;',
        'export const eventStreamSerdeProvider = () => undefined;',
        refusingClass('EventStreamSerde', 'event streams are left out of the bundle'),
      ].join('\n'),
  },
  {
    // Buckets are named, not access points of several regions, and no asymmetric signer ships.
    filter: /@aws-sdk\/signature-v4-multi-region\/dist-es\/SignatureV4MultiRegion\.js$/,
    contents:
      () => `import { SignatureV4SignWithCredentials } from './SignatureV4SignWithCredentials.js';
    export class SignatureV4MultiRegion extends SignatureV4SignWithCredentials {
      static sigv4aDependency() { return 'none'; }
    }`,
  },
  {
    // What functions ask of S3 has no body in XML: objects are read, asked for and written.
    filter: /@aws-sdk\/core\/dist-es\/submodules\/protocols\/xml\/XmlShapeSerializer\.js$/,
    contents: () => `export class XmlShapeSerializer {
      setSerdeContext() {}
      write() { throw new Error('requests in XML are left out of the bundle'); }
      flush() { throw new Error('requests in XML are left out of the bundle'); }
    }`,
  },
  {
    // The SDK reads dates in two ways, of which the newer reads all that the older does.
    filter: /@smithy\/core\/dist-es\/submodules\/serde\/date-utils\.js$/,
    contents: () => `export const dateToUtcString = (date) => date.toUTCString();
    export {
      _parseRfc3339DateTimeWithOffset as parseRfc3339DateTime,
      _parseRfc3339DateTimeWithOffset as parseRfc3339DateTimeWithOffset,
      _parseRfc7231DateTime as parseRfc7231DateTime,
      _parseEpochTimestamp as parseEpochTimestamp,
    } from './schema-serde-lib/schema-date-utils.js';`,
  },
  {
    // Of what is signed only messages of event streams have headers of their own.
    filter: /@smithy\/signature-v4\/dist-es\/HeaderFormatter\.js$/,
    contents: () => `export class HeaderFormatter {
      format() { throw new Error('event streams are left out of the bundle'); }
    }`,
  },
  {
    // Only the retry mode "adaptive" limits its rate, and no client is made with that.
    filter:
      /@smithy\/core\/dist-es\/submodules\/retry\/util-retry\/(?:DefaultRateLimiter|AdaptiveRetryStrategy)\.js$/,
    contents: (path) => {
      const name = path.slice(path.lastIndexOf('/') + 1, -'.js'.length);
      return refusingClass(name, 'adaptive retries are left out of the bundle');
    },
  },
  {
    // What the tables of partitions say of each region is a description for people.
    filter: /\/util-endpoints\/lib\/aws\/partitions\.js$/,
    contents: (path) =>
      readFileSync(path, 'utf8').replaceAll(/\{\s*"description": "[^"]*"\s*\}/g, '{}'),
  },
  {
    // Lambda tells the region by the environment; there is no metadata service to ask.
    filter: /\/regionConfig\/getInstanceMetadataRegion\.js$/,
    contents: () => 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  {
    // Bodies are streams of Node, never those of browsers.
    filter: /\/util-stream\/(?:checksum\/)?\w[\w-]*\.browser\.js$/,
    contents: (path) =>
      [...readFileSync(path, 'utf8').matchAll(/^export (?:async )?(?:const|function) (\w+)/gm)]
        .map(
          ([, name]) =>
            `export const ${name} = () => { throw new Error('streams of browsers are left out of the bundle'); };`,
        )
        .join('\n'),
  },
  {
    // What is written has a known length.
    filter: /\/util-stream\/(?:createBufferedReadable|getAwsChunkedEncodingStream)\.js$/,
    contents: (path) => {
      const name = path.slice(path.lastIndexOf('/') + 1, -'.js'.length);
      return `export const ${name} = () => { throw new Error('uploads of unknown length are left out of the bundle'); };`;
    },
  },
  {
    // Buckets of directories have sessions of their own; logs lie in none.
    filter: /\/middleware-s3-express\/classes\/S3ExpressIdentityProviderImpl\.js$/,
    contents: () => `export class S3ExpressIdentityProviderImpl {
      getS3ExpressIdentity() { throw new Error('directory buckets are left out of the bundle'); }
    }`,
  },
  {
    // A bucket is asked in the region that its event names.
    filter: /\/middleware-region-redirect\/region-redirect-middleware\.js$/,
    contents: () =>
      idlePlugin(
        'getRegionRedirectMiddlewarePlugin',
        'regionRedirectMiddleware',
        'regionRedirectMiddlewareOptions',
      ),
  },
  {
    // No client is given a logger.
    filter: /\/middleware-logger\/loggerMiddleware\.js$/,
    contents: () => idlePlugin('getLoggerPlugin', 'loggerMiddleware', 'loggerMiddlewareOptions'),
  },
  {
    // It takes what is secret out of what a logger is told.
    filter: /\/smithy-client\/schemaLogFilter\.js$/,
    contents: () =>
      "export const schemaLogFilter = () => { throw new Error('loggers of clients are left out of the bundle'); };",
  },
  {
    // What a user agent says of the client's settings is AWS's statistics.
    filter: /\/middleware-user-agent\/check-features\.js$/,
    contents: () => 'export const checkFeatures = async () => undefined;',
  },
  {
    // Whoever encrypts logs with keys that each request must name gives us none: such objects cannot be read.
    filter: /\/middleware-ssec\/middleware-ssec\.js$/,
    contents: () =>
      idlePlugin(
        'getSsecPlugin',
        'ssecMiddleware',
        'ssecMiddlewareOptions',
        'isValidBase64EncodedSSECustomerKey',
      ),
  },
  {
    // The client makes the signer for several regions; nothing is signed by it.
    filter: /\/httpAuthSchemes\/aws_sdk\/AwsSdkSigV4ASigner\.js$/,
    contents: () => `export class AwsSdkSigV4ASigner {
      sign() { throw new Error('signing for several regions is left out of the bundle'); }
    }`,
  },
  {
    // Whose Node is too old for the SDK: Lambda's is the one that the stack names.
    filter: /@aws-sdk\/core\/dist-es\/submodules\/client\/emitWarningIfUnsupportedVersion\.js$/,
    contents: () =>
      'export const state = {}; export const emitWarningIfUnsupportedVersion = () => undefined;',
  },
  {
    // A function has no files of profiles.
    filter: /\/shared-ini-file-loader\/loadSharedConfigFiles\.js$/,
    contents: () =>
      [
        "export { CONFIG_PREFIX_SEPARATOR } from './constants';",
        'export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });',
      ].join('\n'),
  },
  {
    // None of DynamoDB's operations discovers its endpoint; the client makes the cache all the same.
    filter: /@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/,
    contents: () => `export class EndpointCache {
      get() { throw new Error('endpoint discovery is left out of the bundle'); }
    }`,
  },
];

/** A middleware that clients ask for by its plugin alone, and that does nothing; the other names of its module nobody uses. */
function idlePlugin(name: string, ...others: readonly string[]): string {
  return [
    ...others.map((other) => `export const ${other} = undefined;`),
    `export const ${name} = () => ({ applyToStack: () => undefined });`,
  ].join('\n');
}

function refusingClass(name: string, reason: string): string {
  return `export class ${name} { constructor() { throw new Error(${JSON.stringify(`${name}: ${reason}`)}); } }`;
}

/** The plugin of esbuild. */
export const sdkUnused: Plugin = {
  name: 'sdk-unused',
  setup(build) {
    for (const { filter, contents } of STAND_INS) {
      build.onLoad({ filter }, ({ path }) => ({ contents: contents(path), loader: 'js' }));
    }
  },
};
