import { useState } from 'preact/hooks';
import type { PriorDisplay, StudyDisplay } from '../../schemas/display.ts';
import { useGet } from '../api/use-get.ts';
import { useWords } from '../words/use-words.tsx';
import { type Gaze, WHOLE } from './geometry.ts';
import { itemWords } from './items.tsx';
import type { Line } from './lengths.ts';
import { type Mode, Pane } from './pane.tsx';
import { displayPath, studyPath } from './paths.ts';
import type { Look } from './use-film.ts';
import { PRIOR, STUDY } from './words.ts';

/** What the earlier picture does together with the present one. */
export type Linked = { readonly zoom: boolean; readonly window: boolean };
type Shared = {
  readonly mode: Mode;
  readonly look: Look;
  readonly gaze: Gaze;
  readonly linked: Linked;
  readonly onLook: (look: Look) => void;
  readonly onGaze: (gaze: Gaze) => void;
  readonly onLinked: (linked: Linked) => void;
};

/** The newest earlier study of the same part and kind, beside the present one when it is wanted; says where there is none. */
export function PriorPane({ study, ...shared }: Shared & { readonly study: string }) {
  const { t } = useWords();
  const got = useGet<PriorDisplay>(`${studyPath(study)}/prior`);
  const [isBeside, setIsBeside] = useState(false);
  const prior = got.state === 'loading' ? undefined : got.data;
  return (
    <>
      {prior?.study && isBeside && <Earlier study={prior.study} date={dateWords(prior.date)} {...shared} />}
      <p class="prior">
        {got.state === 'loading' && <span class="soft">{t(PRIOR.loading)}</span>}
        {got.state === 'failed' && <span class="soft">{t(PRIOR.failed)}</span>}
        {prior?.study && (
          <button type="button" aria-pressed={isBeside} onClick={() => setIsBeside(!isBeside)}>
            {t(PRIOR.beside, { date: dateWords(prior.date) })}
          </button>
        )}
        {prior && prior.study === undefined && (
          <span class="soft">
            {prior.reported === undefined ? t(PRIOR.none) : t(PRIOR.atClinic, { date: dateWords(prior.reported) })}
          </span>
        )}
      </p>
    </>
  );
}

/** `20260301` or `2026-03-01` → `01.03.2026`. */
const dateWords = (date: string | undefined): string => (date ?? '').replace(/^(\d{4})-?(\d\d)-?(\d\d).*$/, '$3.$2.$1');

function Earlier({ study, date, ...shared }: Shared & { readonly study: string; readonly date: string }) {
  const { mode, look, gaze, linked, onLook, onGaze, onLinked } = shared;
  const { t } = useWords();
  const got = useGet<StudyDisplay>(displayPath(study));
  const display = got.state === 'loading' ? undefined : got.data;
  const item = display?.items.find(({ instance }) => instance === display.first);
  const [ownLook, setOwnLook] = useState<Look>({ inverted: false });
  const [ownGaze, setOwnGaze] = useState<Gaze>(WHOLE);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const title = t(PRIOR.title, { date });
  return (
    <div class="earlier">
      <Pane
        name={{ study, of: item, isFirst: true }}
        picture={display?.picture}
        what={`${title}. ${display === undefined ? t(STUDY.image) : itemWords(item, t)}`}
        mode={mode}
        look={linked.window ? look : ownLook}
        onLook={linked.window ? onLook : setOwnLook}
        gaze={linked.zoom ? gaze : ownGaze}
        onGaze={linked.zoom ? onGaze : setOwnGaze}
        lines={lines}
        onLines={setLines}
      >
        <p class="title">{title}</p>
      </Pane>
      <div class="group">
        <label class="check">
          <input
            type="checkbox"
            checked={linked.zoom}
            onChange={({ currentTarget }) => onLinked({ ...linked, zoom: currentTarget.checked })}
          />
          {t(PRIOR.linkZoom)}
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={linked.window}
            onChange={({ currentTarget }) => onLinked({ ...linked, window: currentTarget.checked })}
          />
          {t(PRIOR.linkWindow)}
        </label>
      </div>
    </div>
  );
}
