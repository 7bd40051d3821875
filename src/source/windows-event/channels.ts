// A Windows event channel → Sigma's service, and the event ids that are a category of their own.

import type { EventLogsource } from '../../model/index.ts';

/** Channel of Sysmon. */
export const SYSMON_CHANNEL = 'microsoft-windows-sysmon/operational';

/** Channel of Sysmon for Linux, which logs the same events. */
export const LINUX_SYSMON_CHANNEL = 'linux-sysmon/operational';

/** Channel of the Security log. */
export const SECURITY_CHANNEL = 'security';

/**
 * Lower-case channel → service, as SigmaHQ's taxonomy and pySigma's windows pipeline have it.
 * @see https://sigmahq.io/docs/basics/log-sources.html
 */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['application', 'application'],
  ['system', 'system'],
  ['windows powershell', 'powershell-classic'],
  ['microsoft-windows-powershell/operational', 'powershell'],
  ['powershellcore/operational', 'powershell'],
  ['microsoft-windows-taskscheduler/operational', 'taskscheduler'],
  ['microsoft-windows-wmi-activity/operational', 'wmi'],
  ['microsoft-windows-windows defender/operational', 'windefend'],
  ['microsoft-windows-bits-client/operational', 'bits-client'],
  ['microsoft-windows-codeintegrity/operational', 'codeintegrity-operational'],
  ['microsoft-windows-appxdeploymentserver/operational', 'appxdeployment-server'],
  ['microsoft-windows-appxpackaging/operational', 'appxpackaging-om'],
  ['microsoft-windows-appmodel-runtime/admin', 'appmodel-runtime'],
  ['microsoft-windows-windows firewall with advanced security/firewall', 'firewall-as'],
  ['microsoft-windows-dns client events/operational', 'dns-client'],
  ['dns server', 'dns-server'],
  ['microsoft-windows-dns-server/audit', 'dns-server-audit'],
  ['microsoft-windows-dns-server/analytical', 'dns-server-analytic'],
  ['microsoft-windows-dhcp-server/operational', 'dhcp'],
  ['microsoft-windows-ntlm/operational', 'ntlm'],
  ['msexchange management', 'msexchange-management'],
  ['microsoft-windows-printservice/admin', 'printservice-admin'],
  ['microsoft-windows-printservice/operational', 'printservice-operational'],
  [
    'microsoft-windows-terminalservices-localsessionmanager/operational',
    'terminalservices-localsessionmanager',
  ],
  ['microsoft-windows-smbclient/security', 'smbclient-security'],
  ['microsoft-windows-smbclient/connectivity', 'smbclient-connectivity'],
  ['microsoft-windows-smbserver/connectivity', 'smbserver-connectivity'],
  ['microsoft-windows-applocker/msi and script', 'applocker'],
  ['microsoft-windows-applocker/exe and dll', 'applocker'],
  ['microsoft-windows-applocker/packaged app-deployment', 'applocker'],
  ['microsoft-windows-applocker/packaged app-execution', 'applocker'],
  ['microsoft-windows-driverframeworks-usermode/operational', 'driver-framework'],
  ['microsoft-windows-ldap-client/debug', 'ldap'],
  ['microsoft-windows-lsa/operational', 'lsa-server'],
  ['microsoft-windows-security-mitigations/kernel mode', 'security-mitigations'],
  ['microsoft-windows-security-mitigations/user mode', 'security-mitigations'],
  ['microsoft-windows-shell-core/operational', 'shell-core'],
  ['microsoft-windows-capi2/operational', 'capi2'],
  [
    'microsoft-windows-certificateservicesclient-lifecycle-system/operational',
    'certificateservicesclient-lifecycle-system',
  ],
  ['microsoft-windows-diagnosis-scripted/operational', 'diagnosis-scripted'],
  ['microsoft-servicebus-client', 'microsoft-servicebus-client'],
  ['microsoft-windows-sense/operational', 'sense'],
  ['microsoft-iis-configuration/operational', 'iis-configuration'],
  ['openssh/operational', 'openssh'],
]);

/** `service event-id` → category. */
const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['powershell 4103', 'ps_module'],
  ['powershell 4104', 'ps_script'],
  ['powershell-classic 400', 'ps_classic_start'],
  ['powershell-classic 600', 'ps_classic_provider_start'],
  ['powershell-classic 800', 'ps_classic_script'],
]);

const WINDOWS: EventLogsource = { product: 'windows' };

const BY_SERVICE: ReadonlyMap<string, EventLogsource> = new Map(
  [...SERVICES.values()].map((service) => [service, { ...WINDOWS, service }]),
);

const BY_EVENT: ReadonlyMap<string, EventLogsource> = new Map(
  [...CATEGORIES].map(([event, category]) => {
    const [service = ''] = event.split(' ');
    return [event, { ...WINDOWS, service, category }];
  }),
);

/** The logsource of an event of a channel (lower case) other than Sysmon's and Security. */
export function channelLogsource(channel: string, eventId: string): EventLogsource {
  const service = SERVICES.get(channel);
  if (service === undefined) return WINDOWS;
  return BY_EVENT.get(`${service} ${eventId}`) ?? BY_SERVICE.get(service) ?? WINDOWS;
}
