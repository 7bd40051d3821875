// An account as logged, `NT-AUTORITÄT\Netzwerkdienst` → its well-known SID, for logs that carry names but no SIDs.

import { knownText } from './text.ts';

/** Names of the three service accounts in one or more languages, under one name of NT AUTHORITY. */
interface AuthorityNames {
  readonly authority: string;
  readonly localService: readonly string[];
  readonly networkService: readonly string[];
  readonly system: readonly string[];
}

const LOCAL_SERVICE = 'S-1-5-19';
const NETWORK_SERVICE = 'S-1-5-20';
const LOCAL_SYSTEM = 'S-1-5-18';

/**
 * The authority must be named with the account, and the two must belong together: `CORP\LOCAL SERVICE` is somebody's
 * account, and a rule that lets service accounts off must not let that off. Many languages keep the English authority.
 * A name that is missing here leaves UserSid absent, so errs towards alerting.
 * @see https://learn.microsoft.com/sql/database-engine/configure-windows/configure-windows-service-accounts-and-permissions
 */
const NAMES: readonly AuthorityNames[] = [
  {
    // English, Chinese, Japanese, Korean, Czech, Greek; Spanish, Italian, Dutch, Hungarian, Turkish, Russian, Portuguese.
    authority: 'NT AUTHORITY',
    localService: [
      'LOCAL SERVICE',
      'SERVICIO LOCAL',
      'SERVICIO LOC',
      'SERVIZIO LOCALE',
      'LOKALE SERVICE',
      'HELYI SZOLGÁLTATÁS',
      'YEREL HİZMET',
      'ЛОКАЛЬНАЯ СЛУЖБА',
      'SERVIÇO LOCAL',
    ],
    networkService: [
      'NETWORK SERVICE',
      'SERVICIO DE RED',
      'SERVIZIO DI RETE',
      'NETWERKSERVICE',
      'HÁLÓZATI SZOLGÁLTATÁS',
      'AĞ HİZMETİ',
      'СЕТЕВАЯ СЛУЖБА',
      'SERVIÇO DE REDE',
    ],
    system: ['SYSTEM', 'SISTEMA', 'SİSTEM', 'СИСТЕМА'],
  },
  {
    authority: 'NT-AUTORITÄT',
    localService: ['LOKALER DIENST'],
    networkService: ['NETZWERKDIENST'],
    system: ['SYSTEM'],
  },
  {
    authority: 'AUTORITE NT',
    localService: ['SERVICE LOCAL'],
    networkService: ['SERVICE RÉSEAU'],
    system: ['SYSTÈME', 'SYSTEM'],
  },
  {
    authority: 'AUTORIDADE NT',
    localService: ['SERVIÇO LOCAL'],
    networkService: ['SERVIÇO DE REDE'],
    system: ['SISTEMA', 'SYSTEM'],
  },
  {
    authority: 'NT INSTANS',
    localService: ['LOKAL TJÄNST', 'LOCAL SERVICE'],
    networkService: ['NÄTVERKSTJÄNST', 'NETWORK SERVICE'],
    system: ['SYSTEM'],
  },
  {
    authority: 'ZARZĄDZANIE NT',
    localService: ['USŁUGA LOKALNA'],
    networkService: ['USŁUGA SIECIOWA'],
    system: ['SYSTEM'],
  },
  {
    authority: 'NT-MYNDIGHED',
    localService: ['LOKAL TJENESTE'],
    networkService: ['NETVÆRKSTJENESTE'],
    system: ['SYSTEM'],
  },
  {
    authority: 'NT-MYNDIGHET',
    localService: ['LOKAL TJENESTE'],
    networkService: ['NETTVERKSTJENESTE'],
    system: ['SYSTEM'],
  },
  {
    authority: 'NT-HALLINTA',
    localService: ['PAIKALLINEN PALVELU'],
    networkService: ['VERKKOPALVELU'],
    system: ['JÄRJESTELMÄ', 'SYSTEM'],
  },
];

const SIDS: ReadonlyMap<string, string> = new Map(NAMES.flatMap(sidsOf));

/** Longest name that is compared: the longest above has fewer characters. */
const MAX_CHARACTERS = 64;

/** SID of a built-in service account by its name in any listed language, accents and case aside; else undefined. */
export function wellKnownSid(account: unknown): string | undefined {
  const text = knownText(account);
  if (text === undefined || text.length > MAX_CHARACTERS) return undefined;
  return SIDS.get(plainName(text));
}

/** A SID as logged, or undefined where there is none: S-1-0-0 is "nobody". */
export function sidOf(value: unknown): string | undefined {
  const text = knownText(value);
  return text === undefined || text === 'S-1-0-0' ? undefined : text;
}

function sidsOf(names: AuthorityNames): readonly (readonly [string, string])[] {
  const entries = (accounts: readonly string[], sid: string) =>
    accounts.map((account) => [plainName(`${names.authority}\\${account}`), sid] as const);
  return [
    ...entries(names.localService, LOCAL_SERVICE),
    ...entries(names.networkService, NETWORK_SERVICE),
    ...entries(names.system, LOCAL_SYSTEM),
  ];
}

/** Accents off before the case: `İ` in lower case is `i` with a dot above. */
function plainName(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
