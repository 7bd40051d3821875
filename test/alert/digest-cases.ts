// Digests as the store's members make them, and what every channel is told of each.

import {
  DigestFold,
  type RenderContext,
  toAmazonQDigest,
  toEmailDigest,
  toPagerDutyDigest,
  toSlackDigest,
} from '../../src/alert/index.ts';
import type { AlertDigest, AlertRoute, DigestKey, Level } from '../../src/model/index.ts';

/** Findings of one rule, each on a host of its own. */
export interface DigestPart {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly route: AlertRoute;
  readonly hosts: readonly string[];
}

/** Hosts of a site: `ws-001` and so on. */
export function hostsUpTo(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `ws-${String(index + 1).padStart(3, '0')}.corp.example.com`,
  );
}

/** The digest of 2026-11-20, from 09:00 or from midnight. */
export function digestOf(
  kind: DigestKey['kind'],
  parts: readonly DigestPart[],
  revision = 0,
): AlertDigest {
  const fold = new DigestFold();
  for (const { id, title, level, route, hosts } of parts) {
    const rule = { id, title, level };
    for (const [index, host] of hosts.entries()) {
      fold.add({ findingId: `f1_${id}${index}`, rule, route, hostKey: `agent-${index}`, host });
    }
  }
  const fromMs = Date.UTC(2026, 10, kind === 'day' ? 19 : 20, kind === 'day' ? 0 : 9);
  const key = { tenant: 'acme', kind, rule: kind === 'day' ? '-' : (parts[0]?.id ?? ''), fromMs };
  const digest = fold.toDigest(key, `d1_${'d'.repeat(27)}`, revision);
  if (digest === undefined) throw new TypeError('a digest needs members');
  return digest;
}

const STORM: DigestPart = {
  id: 'b8e4d1c6-53a7-4f29-8c0b-94d26e7fa135',
  title: 'Detect SMB Fan-Out From One Process',
  level: 'high',
  route: 'page',
  hosts: hostsUpTo(295),
};
const POSTED: DigestPart = {
  id: 'a1874aa0-0b00-4515-ad76-0779bfb72335',
  title: 'Detect Outbound SMB Connection by Untrusted Process',
  level: 'medium',
  route: 'post',
  hosts: hostsUpTo(3),
};
const LOW: readonly DigestPart[] = [
  {
    id: '396b47f5-e279-4aee-8551-5afbf63dc1fe',
    title: 'Detect LOLBins Making SMB Connections',
    level: 'low',
    route: 'digest',
    hosts: hostsUpTo(12),
  },
  {
    id: '5c1d2f0e-8b7a-4a3c-9d61-0e2f4a6b8c10',
    title: 'Detect Something of the Site',
    level: 'informational',
    route: 'digest',
    hosts: ['srv-files-01', 'srv-files-01', 'dc-01'],
  },
];

/** Names that an attacker gave hosts. */
export const HOSTILE_HOSTS: readonly string[] = [
  ...[
    '<!channel>',
    '@here',
    '`x` *bold* _i_',
    '<https://evil.example|click>',
    'http://evil.example',
  ],
  ...['a\nHost  safe-01', '\u202egnp.exe', '\x1b[2J', '\ud800', '-', ' ', 'w'.repeat(300)],
];

/** Name of the case, and messages by channel. */
export function digestGoldens(
  context: RenderContext,
): readonly (readonly [name: string, messages: Readonly<Record<string, unknown>>])[] {
  const cases: readonly (readonly [string, AlertDigest])[] = [
    ['digest.hour.page', digestOf('hour', [STORM])],
    ['digest.hour.post', digestOf('hour', [POSTED])],
    ['digest.hour.updated', digestOf('hour', [{ ...STORM, hosts: hostsUpTo(296) }], 1)],
    ['digest.hour.hostile', digestOf('hour', [{ ...STORM, hosts: HOSTILE_HOSTS }])],
    ['digest.day', digestOf('day', LOW)],
  ];
  return cases.map(([name, digest]) => [
    name,
    {
      slack: toSlackDigest(digest, context),
      email: toEmailDigest(digest, context),
      'amazon-q': toAmazonQDigest(digest, context),
      pagerduty: toPagerDutyDigest(digest, context) ?? 'none',
    },
  ]);
}
