/**
 * The twelve invariants of the CDS Hooks specification as a checker that shares nothing with the code that writes
 * responses. Source: HL7/cds-hooks, `input/fsh/invariants/*.fsh` (cds-r-1, cds-resp-1 to -4 as of 9616f12a, cds-r-2 of
 * b41475a0, cds-resp-5 of b33a8a5b, cds-resp-6 of ffacdde1, cds-resp-7 and cds-fb-1 of 8cb48c9e, cds-fb-2 and -3 of adf9c7d3);
 * where each applies stands in the logical models beside them. `card-*` are the models' own cardinalities and value sets.
 */

/** What is broken and where: `cards[0].suggestions[1]`. */
export type Breach = { readonly invariant: string; readonly at: string };

type Json = Readonly<Record<string, unknown>>;
type At = { readonly at: string; readonly value: Json };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const exists = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

const items = (parent: At, name: string): At[] => {
  const list = parent.value[name];
  return Array.isArray(list)
    ? list.map((value, index) => ({ at: `${parent.at}${name}[${index}]`, value: isObject(value) ? value : {} }))
    : [];
};
const inside = ({ at, value }: At): At => ({ at: `${at}.`, value });

type Check = readonly [invariant: string, holds: (value: Json) => boolean];
const breaches = (places: readonly At[], checks: readonly Check[]): Breach[] =>
  places.flatMap(({ at, value }) => checks.flatMap(([invariant, holds]) => (holds(value) ? [] : [{ invariant, at }])));

const CARD: readonly Check[] = [
  [
    'cds-resp-1',
    ({ selectionBehavior, suggestions }) =>
      selectionBehavior !== 'at-most-one' ||
      !Array.isArray(suggestions) ||
      suggestions.filter((one) => isObject(one) && one.isRecommended === true).length <= 1,
  ],
  ['cds-resp-6', ({ suggestions, selectionBehavior }) => !exists(suggestions) || exists(selectionBehavior)],
  ['card-summary', ({ summary }) => isText(summary) && summary.length < 140],
  ['card-indicator', ({ indicator }) => ['info', 'warning', 'critical'].includes(String(indicator))],
  ['card-source', ({ source }) => isObject(source) && isText(source.label)],
  [
    'card-selection',
    ({ selectionBehavior }) =>
      selectionBehavior === undefined || ['at-most-one', 'any'].includes(String(selectionBehavior)),
  ],
  ['card-nulls', (card) => Object.values(card).every((value) => value !== null)],
];
const ACTION: readonly Check[] = [
  ['cds-resp-2', ({ type, resourceId, resource }) => type !== 'delete' || (exists(resourceId) && !exists(resource))],
  ['card-action', ({ type }) => ['create', 'update', 'delete'].includes(String(type))],
];
const SUGGESTION: readonly Check[] = [
  [
    'cds-resp-5',
    ({ actions }) => !Array.isArray(actions) || actions.every((one) => isObject(one) && isText(one.description)),
  ],
  [
    'cds-resp-7',
    ({ actionSelectionBehavior: chosen }) =>
      !exists(chosen) || ['all', 'any', 'at-most-one'].includes(chosen as string),
  ],
  ['card-suggestion', ({ label }) => isText(label)],
];
const LINK: readonly Check[] = [
  ['cds-resp-3', ({ type, appContext }) => type === 'smart' || !exists(appContext)],
  ['card-link', ({ label, url, type }) => isText(label) && isText(url) && ['absolute', 'smart'].includes(String(type))],
];
const REASON: readonly Check[] = [['cds-resp-4', ({ display }) => isText(display)]];

/** What a response breaks; nothing where it is valid. `body` as parsed from JSON. */
export function breachesOfResponse(body: unknown): Breach[] {
  if (!isObject(body) || !Array.isArray(body.cards)) return [{ invariant: 'card-list', at: '' }];
  const whole: At = { at: '', value: body };
  const cards = items(whole, 'cards');
  const suggestions = cards.flatMap((card) => items(inside(card), 'suggestions'));
  const actions = suggestions.flatMap((one) => items(inside(one), 'actions'));
  return [
    ...breaches(cards, CARD),
    ...breaches(suggestions, SUGGESTION),
    ...breaches([...actions, ...items(whole, 'systemActions')], ACTION),
    ...breaches(
      cards.flatMap((card) => items(inside(card), 'links')),
      LINK,
    ),
    ...breaches(
      cards.flatMap((card) => items(inside(card), 'overrideReasons')),
      REASON,
    ),
  ];
}

/**
 * What a request breaks. cds-r-2 is a SHOULD in words: it is reported, and no call is refused for it. Its scopes are read
 * as the sentence writes them (`patient/`), the expression's `Patient/` is a slip.
 */
export function breachesOfRequest(body: unknown): Breach[] {
  const call = isObject(body) ? body : {};
  const granted = isObject(call.fhirAuthorization) ? call.fhirAuthorization : undefined;
  return [
    ...(granted && !exists(call.fhirServer) ? [{ invariant: 'cds-r-1', at: '' }] : []),
    ...(granted && String(granted.scope).includes('patient/') && !exists(granted.patient)
      ? [{ invariant: 'cds-r-2', at: 'fhirAuthorization' }]
      : []),
  ];
}

/** What feedback breaks. */
export function breachesOfFeedback(body: unknown): Breach[] {
  const all = items({ at: '', value: isObject(body) ? body : {} }, 'feedback');
  const reasons = all.flatMap(({ at, value }) =>
    isObject(value.overrideReason) ? [{ at: `${at}.overrideReason`, value: value.overrideReason }] : [],
  );
  return [
    ...breaches(all, [
      ['cds-fb-1', ({ outcome }) => outcome === 'accepted' || outcome === 'overridden'],
      ['cds-fb-2', ({ outcome, acceptedSuggestions }) => outcome !== 'accepted' || exists(acceptedSuggestions)],
    ]),
    ...breaches(reasons, [['cds-fb-3', ({ reason, userComment }) => exists(reason) || exists(userComment)]]),
  ];
}
