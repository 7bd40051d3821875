// Lines of Elastic Defend → their kinds: the end of `"dataset":"endpoint.events.…"`.

import type { KindPlace, LineMark } from '../../model/index.ts';
import type { KindTraits, SourceScreen } from '../screen.ts';
import { categoriesOf } from './categories.ts';

/** A dataset in small letters counts before one in capitals, and each stands at data_stream.dataset, event.dataset or both. */
const PLACE: KindPlace = {
  needle: 'vents.',
  before: '"endpoint.e',
  behind: '',
  isKey: false,
  // A process could name a dataset among its arguments, but no key.
  key: 'dataset"',
};

/** Every start says so in event.action or event.type. Of letters beyond ASCII the Kelvin sign (3 bytes) is a k too. */
const START: LineMark = {
  texts: ['"start"', '"fork"', '"for\xe2\x84\xaa"', '"for\\u212a"', '"exec"'],
};

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
  places: [PLACE],
  kinds: new Map(GROUPS.map(([dataset, groups]) => [dataset, traitsOf(groups)])),
  hasEntities: false,
  processIds: [{ needle: '_id', before: 'entity', behind: '"' }],
};

function traitsOf(groups: readonly string[]): KindTraits {
  const categories = groups.flatMap(categoriesOf);
  const isProcess = groups.includes('process');
  return { categories, offers: isProcess, ...(isProcess && { startMark: START }) };
}
