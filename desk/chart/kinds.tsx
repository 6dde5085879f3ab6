import type { DeskChart, TimelineKind } from '../../schemas/api/desk-chart.ts';
import { useWords } from '../words/use-words.tsx';
import { CHART, KINDS } from './words.ts';

type KindsProps = {
  counts: DeskChart['counts'];
  chosen: readonly TimelineKind[];
  choose: (kinds: readonly TimelineKind[]) => void;
};

/** Which kinds of facts are shown, each with how many there are; none chosen is all. */
export function Kinds({ counts, chosen, choose }: KindsProps) {
  const { t } = useWords();
  if (counts.length === 0) return null;
  return (
    <fieldset class="kinds">
      <legend>{t(CHART.kinds)}</legend>
      <label class="choice">
        <input type="checkbox" checked={chosen.length === 0} onChange={() => choose([])} />
        {t(CHART.allKinds)}
      </label>
      {counts.map(({ kind, count }) => (
        <label key={kind} class="choice">
          <input
            type="checkbox"
            checked={chosen.includes(kind)}
            onChange={() => choose(chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind])}
          />
          {t(KINDS[kind])} <span class="soft">{count}</span>
        </label>
      ))}
    </fieldset>
  );
}
