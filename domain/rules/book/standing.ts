import type { RegionFile } from '../../../schemas/region.ts';
import type { Bilingual } from '../../../schemas/result.ts';
import { digestOf, stateOf } from '../decisions.ts';
import type { Rule } from '../rule.ts';
import { both } from './entry.ts';

/** How a rule stands in a region, as the book and `oka rules list` say it. */
export type Standing = {
  readonly state: 'draft' | 'shadow' | 'active' | 'outdated';
  readonly signed?: { readonly by: string; readonly on: string; readonly version: string; readonly digest: string };
  /** What the region has chosen, setting → value. */
  readonly settings: Readonly<Record<string, string>>;
  readonly digest: string | undefined;
};

/** `outdated`: signed, and the page is another one since: it is told to nobody until it is read and signed again. */
export function standingOf(rule: Rule, region: Pick<RegionFile, 'rules'>): Standing {
  const decision = Object.hasOwn(region.rules, rule.id) ? region.rules[rule.id] : undefined;
  const state = stateOf(rule, region);
  const { signed, settings = {} } = decision ?? {};
  return {
    state: state === 'draft' && signed ? 'outdated' : state,
    ...(signed ? { signed } : {}),
    settings,
    digest: digestOf(rule),
  };
}

export const STATES: Readonly<Record<Standing['state'], Bilingual>> = {
  draft: both('draft: not signed, told to nobody', 'черновик: не подписано, никому не сообщается'),
  outdated: both(
    'outdated: another page was signed, told to nobody until this one is read and signed',
    'устарело: подписана другая страница, никому не сообщается, пока эта не прочитана и не подписана',
  ),
  shadow: both('signed, in shadow: computed and told to nobody', 'подписано, в тени: считается, но не сообщается'),
  active: both('signed and active', 'подписано и действует'),
};
