// Where evidence and runbook lie → the links that PagerDuty shows beside an incident's details.

import { consoleUrl, isLink } from './render/links.ts';

/** A link; `text` stands for it. */
export interface PagerDutyLink {
  readonly href: string;
  readonly text: string;
}

/** What an alert does not know of itself; without it there are no links. */
export interface LinkContext {
  /** Where the evidence lies. */
  readonly region?: string;
  /** https URL of what the site does about alerts. */
  readonly runbook?: string;
}

/** The member `links`; none where there is nothing to link to. The evidence's needs the reader's own rights. */
export function linksOf(
  evidence: string | undefined,
  { region, runbook }: LinkContext,
): { readonly links?: readonly PagerDutyLink[] } {
  const found = evidence === undefined ? undefined : consoleUrl(evidence, region);
  const links = [
    ...(runbook !== undefined && isLink(runbook) ? [{ href: runbook, text: 'Runbook' }] : []),
    ...(found === undefined ? [] : [{ href: found, text: 'Evidence' }]),
  ];
  return links.length === 0 ? {} : { links };
}
