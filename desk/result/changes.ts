import type { Bilingual, CitedFact, Result } from '../../schemas/result.ts';

/** One thing that a newer version says differently; `from` and `to` in words, absent where there was or is nothing. */
export type Change = {
  readonly what:
    | 'withdrawn'
    | 'returned'
    | 'state'
    | 'basis'
    | 'severity'
    | 'summary'
    | 'action'
    | 'reason'
    | 'probability'
    | 'producer'
    | 'fact-added'
    | 'fact-gone'
    | 'fact-changed'
    | 'report';
  readonly label?: Bilingual;
  readonly from?: Bilingual | string | undefined;
  readonly to?: Bilingual | string | undefined;
};

/** What of a version is compared: a Result, or what the API keeps of an earlier one. */
export type Version = Pick<Result, 'state' | 'severity' | 'producerVersion' | 'content' | 'cited'> &
  Partial<Pick<Result, 'agreement'>>;

type Said = { readonly what: Change['what']; readonly words: string; readonly show: Bilingual | string | undefined };

/** What a version says, part by part, in the order in which a reader wants to know that it changed. */
function said({ severity, producerVersion, content, agreement }: Version): readonly Said[] {
  const part = (what: Change['what'], show: Bilingual | string | undefined): Said => ({
    what,
    words: JSON.stringify(show ?? null),
    show,
  });
  const of =
    content.kind === 'finding'
      ? [
          part('state', content.state),
          part('basis', content.basis),
          part('reason', content.reason),
          part(
            'probability',
            content.probability === undefined ? undefined : `${Math.round(content.probability * 100)} %`,
          ),
        ]
      : content.kind === 'advice'
        ? [part('summary', content.summary), part('action', content.action)]
        : [part('summary', content.says.map(({ name, value }) => `${name}: ${value}`).join('; '))];
  return [...of, part('severity', severity), part('producer', producerVersion), part('report', agreement?.reportSays)];
}

/** A fact is the same one where its reference and its label are: a value that was corrected keeps both. */
const keyOf = (fact: CitedFact): string => `${fact.reference}|${fact.label.en}`;

function factChanges(older: readonly CitedFact[], newer: readonly CitedFact[]): Change[] {
  const before = new Map(older.map((fact) => [keyOf(fact), fact]));
  const after = new Map(newer.map((fact) => [keyOf(fact), fact]));
  const changed = [...after].flatMap(([key, fact]): Change[] => {
    const was = before.get(key);
    if (was === undefined) return [{ what: 'fact-added', label: fact.label, to: fact.value }];
    if (was.value === fact.value && was.time === fact.time) return [];
    return [{ what: 'fact-changed', label: fact.label, from: was.value, to: fact.value }];
  });
  const gone = [...before].flatMap(([key, fact]): Change[] =>
    after.has(key) ? [] : [{ what: 'fact-gone', label: fact.label, from: fact.value }],
  );
  return [...changed, ...gone];
}

/**
 * What `newer` says differently from `older`, the withdrawal first. Of a withdrawn version nothing else is told: it says
 * nothing any more. Empty: the versions say the same.
 */
export function changesBetween(older: Version, newer: Version): readonly Change[] {
  if (newer.state === 'withdrawn') return older.state === 'withdrawn' ? [] : [{ what: 'withdrawn' }];
  const returned: Change[] = older.state === 'withdrawn' ? [{ what: 'returned' }] : [];
  const before = new Map(said(older).map((one) => [one.what, one]));
  const parts = said(newer).flatMap(({ what, words, show }): Change[] => {
    const was = before.get(what);
    if ((was?.words ?? 'null') === words) return [];
    return [{ what, from: was?.show, to: show }];
  });
  return [...returned, ...parts, ...factChanges(older.cited, newer.cited)];
}
