import type { DeskResult } from '../../schemas/api/desk-result.ts';
import type { Bilingual } from '../words/words.ts';

/** One thing that a newer version says differently; `from` and `to` in words, absent where there was or is nothing. */
export type Change = {
  readonly what:
    | 'withdrawn'
    | 'returned'
    | 'state'
    | 'basis'
    | 'severity'
    | 'sentence'
    | 'action'
    | 'reason'
    | 'probability'
    | 'producer'
    | 'fact-added'
    | 'fact-gone'
    | 'fact-changed'
    | 'report';
  readonly label?: Bilingual;
  readonly from?: Bilingual | undefined;
  readonly to?: Bilingual | undefined;
};

/** What of a version is compared: the page holds the one that was on the screen and the one that came. */
export type Version = Pick<DeskResult, 'state' | 'severity' | 'sentence' | 'cited'> &
  Partial<Pick<DeskResult, 'finding' | 'advice' | 'agreement'>>;

type Said = readonly [what: Change['what'], words: Bilingual | undefined];
const alike = (text: string | undefined): Bilingual | undefined =>
  text === undefined ? undefined : { ru: text, en: text };

/** What a version says, part by part, in the order in which a reader wants to know that it changed. */
function said({ severity, sentence, finding, advice, agreement }: Version): readonly Said[] {
  const producer = finding === undefined ? advice?.rule.version : finding.card?.version;
  const percent = finding?.probability === undefined ? undefined : `${Math.round(finding.probability * 100)} %`;
  const of: Said[] =
    finding === undefined
      ? [
          ['sentence', sentence],
          ['action', advice?.action],
        ]
      : [
          ['state', finding.stateInWords],
          ['basis', finding.basisInWords],
          ['reason', finding.reason],
          ['probability', alike(percent)],
        ];
  return [...of, ['severity', alike(severity)], ['producer', alike(producer)], ['report', agreement?.reportSays]];
}

type Fact = Version['cited'][number];
/** A fact is the same one where its place and its label are: a value that was corrected keeps both. */
const keyOf = (fact: Fact): string => `${fact.link ?? ''}|${fact.label.en}`;

function factChanges(older: readonly Fact[], newer: readonly Fact[]): Change[] {
  const before = new Map(older.map((fact) => [keyOf(fact), fact]));
  const after = new Map(newer.map((fact) => [keyOf(fact), fact]));
  const changed = [...after].flatMap(([key, fact]): Change[] => {
    const was = before.get(key);
    if (was === undefined) return [{ what: 'fact-added', label: fact.label, to: fact.value }];
    if (was.value.en === fact.value.en && was.time === fact.time) return [];
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
  const before = new Map(said(older));
  const parts = said(newer).flatMap(([what, to]): Change[] => {
    const from = before.get(what);
    return from?.en === to?.en ? [] : [{ what, from, to }];
  });
  return [...returned, ...parts, ...factChanges(older.cited, newer.cited)];
}
