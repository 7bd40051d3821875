// `destinations` of the configuration file → who is told of alerts, by what, and of which routes.

import type { AlertRoute } from '../src/model/index.ts';
import { SECRET_ARN } from './shapes.ts';
import { ValueReader } from './value-reader.ts';

/** Routes that a destination can have; `store` is told to nobody. */
const ROUTES = ['page', 'post', 'digest'] as const satisfies readonly AlertRoute[];

/** A route that a destination is told of. */
export type DestinationRoute = (typeof ROUTES)[number];

const KINDS = ['slack', 'pagerduty', 'email', 'amazon-q'] as const;
type Kind = (typeof KINDS)[number];

const REGIONS = ['us', 'eu'] as const;

/** What all kinds have. */
interface Told {
  /** Unique; part of names, also of the ledger's keys: another name tells the alerts of the last days again. */
  readonly name: string;
  readonly routes: readonly DestinationRoute[];
}

/** Who is told. */
export type DestinationConfig =
  /** The secret holds the webhook's URL. */
  | (Told & { readonly kind: 'slack'; readonly secretArn: string })
  /** The secret holds the routing key; `region` is PagerDuty's, of the account. */
  | (Told & {
      readonly kind: 'pagerduty';
      readonly secretArn: string;
      readonly region: (typeof REGIONS)[number];
    })
  /** Subscribers of the stack's topic for texts. */
  | (Told & { readonly kind: 'email' })
  /** The channel that Amazon Q Developer connects to the stack's topic for it. */
  | (Told & { readonly kind: 'amazon-q' });

/** PagerDuty is there to wake somebody up, and keeps no digests. */
const DEFAULT_ROUTES: Readonly<Record<Kind, readonly DestinationRoute[]>> = {
  slack: ROUTES,
  pagerduty: ['page'],
  email: ROUTES,
  'amazon-q': ROUTES,
};

const NAME = {
  pattern: /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
  expected: '1-32 lower-case letters, digits, hyphens; no hyphen at the ends',
};
/** Each has a queue that is polled the whole month (docs/deploy.md, cost at rest). */
const MAX_DESTINATIONS = 10;

/** Reads the list; adds every problem to the reader's. */
export function readDestinations(reader: ValueReader): readonly DestinationConfig[] {
  const entries = reader.objects('destinations');
  const destinations = entries.flatMap((entry, index) => {
    const inner = new ValueReader(entry);
    const found = readDestination(inner);
    reader.problems.push(...inner.problems.map((one) => `destinations[${index}]: ${one}`));
    return found === undefined ? [] : [found];
  });
  if (entries.length > MAX_DESTINATIONS) {
    reader.problems.push(
      `destinations has ${entries.length} of them; expected at most ${MAX_DESTINATIONS}`,
    );
  }
  reader.problems.push(...repeated(destinations));
  return destinations;
}

function readDestination(reader: ValueReader): DestinationConfig | undefined {
  const kind = reader.required('kind', (key) => reader.choice(key, undefined, KINDS));
  // What else belongs to it is not known without.
  if (kind === undefined) return undefined;
  const name = reader.required('name', (key) => reader.text(key, undefined, NAME));
  const routes = reader.choices('routes', DEFAULT_ROUTES[kind], ROUTES);
  const told = { name: name ?? '', routes };
  const found = readRest(reader, kind, told);
  reader.refuseOthers();
  return name === undefined ? undefined : found;
}

function readRest(reader: ValueReader, kind: Kind, told: Told): DestinationConfig {
  const secret = () =>
    reader.required('secretArn', (key) => reader.text(key, undefined, SECRET_ARN)) ?? '';
  switch (kind) {
    case 'slack':
      return { kind, ...told, secretArn: secret() };
    case 'pagerduty':
      return { kind, ...told, secretArn: secret(), region: reader.choice('region', 'us', REGIONS) };
    default:
      return { kind, ...told };
  }
}

/** Names that are one once hyphens are gone would be one output; two of a kind with one topic would tell its readers twice. */
function repeated(destinations: readonly DestinationConfig[]): readonly string[] {
  return destinations.flatMap(({ name, kind }, index) => {
    const before = destinations.slice(0, index);
    const bare = name.replaceAll('-', '');
    const namesake = before.find((other) => other.name.replaceAll('-', '') === bare);
    const sharesTopic = kind === 'email' || kind === 'amazon-q';
    const twin = sharesTopic ? before.find((other) => other.kind === kind) : undefined;
    const [mine, others] = [JSON.stringify(name), JSON.stringify((namesake ?? twin)?.name)];
    return [
      ...(namesake === undefined
        ? []
        : [
            `destinations: ${others} and ${mine} are one name; expected them to differ by more than hyphens`,
          ]),
      ...(twin === undefined
        ? []
        : [
            `destinations: ${JSON.stringify(twin.name)} and ${mine} are both ${kind}; expected one, which has the topic`,
          ]),
    ];
  });
}
