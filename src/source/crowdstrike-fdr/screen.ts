// Lines of CrowdStrike FDR → their kinds: the value of `event_simpleName`.

import type { KindPlace } from '../../model/index.ts';
import type { SourceScreen } from '../screen.ts';
import { FDR_CATEGORIES } from './categories.ts';

const PLACE: KindPlace = { needle: '_simple', before: '"event', behind: 'Name"', isKey: true };

/** They offer what a start does; so do rows of the inventory, which name no kind and are therefore never passed over. */
const OFFERING: ReadonlySet<string> = new Set(['ProcessRollup2', 'SyntheticProcessRollup2']);

/** How lines of CrowdStrike FDR are told. */
export const FDR_SCREEN: SourceScreen = {
  places: [PLACE],
  kinds: new Map(
    [...new Set([...FDR_CATEGORIES.keys(), ...OFFERING])].map((kind) => {
      const { category, moreCategories = [] } = FDR_CATEGORIES.get(kind) ?? {};
      const categories = [...(category === undefined ? [] : [category]), ...moreCategories];
      return [kind, { categories, offers: OFFERING.has(kind) }];
    }),
  ),
  others: { categories: [], offers: false },
  hasEntities: false,
  processIds: [{ needle: 'TargetP', before: '', behind: 'rocessId"' }],
};
