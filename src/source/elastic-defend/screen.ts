// Lines of Elastic Defend → their kinds: the end of `"dataset":"endpoint.events.…"`.

import type { KindPlace } from '../../model/index.ts';
import type { KindTraits, SourceScreen } from '../screen.ts';
import { categoriesOf } from './categories.ts';

/** Datasets are in lower case, and each stands at data_stream.dataset, event.dataset or both. */
const PLACE: KindPlace = {
  needle: 'vents.',
  before: '"endpoint.e',
  behind: '',
  isKey: false,
};

/** Every start says so in event.action or event.type. */
const START = /"(?:start|fork|exec)"/i;

const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['process', ['process']],
  ['network', ['network', 'dns']],
  ['file', ['file']],
  ['registry', ['registry']],
  ['library', ['library', 'driver']],
  ['driver', ['driver']],
];

/** How lines of Elastic Defend are told. */
export const ELASTIC_SCREEN: SourceScreen = {
  placeOf: () => PLACE,
  kinds: new Map(GROUPS.map(([dataset, groups]) => [dataset, traitsOf(groups)])),
  hasEntities: false,
  processIds: [{ needle: 'tity_id', before: 'en', behind: '"' }],
};

function traitsOf(groups: readonly string[]): KindTraits {
  const categories = groups.flatMap(categoriesOf);
  const isProcess = groups.includes('process');
  return { categories, offers: isProcess, ...(isProcess && { startMark: START }) };
}
