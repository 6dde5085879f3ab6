import type { DeskModelCard } from '../../schemas/api/desk-result.ts';
import { useWords } from '../words/use-words.tsx';
import { MODEL } from './words.ts';

const ofHundred = (share: number): number => Math.round(share * 100);

/** The model in plain words, folded: whom it is for, whom it was tested on, how well it did, and what it is not for. */
export function ModelCard({ card }: { card: DeskModelCard }) {
  const { t } = useWords();
  const { title, version, intendedFor, notFor, testedOn, auc, aucCi95, films, notAssessed, sentences, research } = card;
  const [low, high] = aucCi95;
  return (
    <details class="model-card">
      <summary>{t(MODEL.title)}</summary>
      <p>
        {t(title)} <span class="soft">{version}</span>
      </p>
      {research && <p class="badge warning">{t(MODEL.research)}</p>}
      <dl>
        <dt>{t(MODEL.notFor)}</dt>
        <dd>{t(notFor)}</dd>
        <dt>{t(MODEL.intended)}</dt>
        <dd>{t(intendedFor)}</dd>
        <dt>{t(MODEL.tested)}</dt>
        <dd>
          {t(testedOn)}. {t(MODEL.films, { films, notAssessed })}
        </dd>
        <dt>{t(MODEL.figures)}</dt>
        <dd>
          {sentences.map((sentence) => (
            <p key={sentence.en}>{t(sentence)}</p>
          ))}
          <p>{t(MODEL.auc, { count: ofHundred(auc), low: ofHundred(low), high: ofHundred(high) })}</p>
        </dd>
      </dl>
    </details>
  );
}
