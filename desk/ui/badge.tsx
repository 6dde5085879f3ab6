import type { ComponentChildren } from 'preact';
import type { FindingState, Severity } from '../../schemas/result.ts';
import { FINDING_WORDS, SEVERITY_WORDS } from '../../schemas/words.ts';
import { useWords } from '../words/use-words.tsx';
import { SEVERITY_SIGNS, UI } from './words.ts';

/** A word in a frame. `kind` chooses colour and border; the word says the same without either. */
export const Badge = ({ kind = 'info', children }: { kind?: string; children: ComponentChildren }) => (
  <span class={`badge ${kind}`}>{children}</span>
);

/** How grave it is: sign, word and colour. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useWords();
  return (
    <Badge kind={severity}>
      <span aria-hidden="true">{SEVERITY_SIGNS[severity]} </span>
      {t(SEVERITY_WORDS[severity])}
    </Badge>
  );
}

/** What a model says, in words; `absent` has the colour of nothing, never green (contract 8). */
export function FindingBadge({ state }: { state: FindingState }) {
  const { t } = useWords();
  return <Badge kind={state}>{t(FINDING_WORDS[state])}</Badge>;
}

/** Stands at everything that a model said, always. */
export function AiMark() {
  const { t } = useWords();
  return <span class="ai">{t(UI.ai)}</span>;
}
