// PagerDuty: events to its Events API v2.

export {
  createPagerDutyDestination,
  PAGERDUTY_ENDPOINTS,
  type PagerDutyDeps,
} from './pagerduty-destination.ts';
