import { useEffect, useState } from 'preact/hooks';
import type { DisplayItem, PictureDisplay, StudyDisplay } from '../../schemas/display.ts';
import { type Got, useGet } from '../api/use-get.ts';
import { Loop } from '../documents/loop.tsx';
import { OpenedItem } from '../documents/opened.tsx';
import { announce } from '../shell/announce.tsx';
import { Empty, Shown } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { type Gaze, gazeOf, oneToOne, type Place, pixelWidth, type Size, WHOLE } from './geometry.ts';
import { HeatMap } from './heat-map.tsx';
import { Items, itemWords } from './items.tsx';
import { type Line, lengthWords, scaleWords } from './lengths.ts';
import { type Mode, Pane } from './pane.tsx';
import { displayPath } from './paths.ts';
import { type Linked, PriorPane } from './prior.tsx';
import { dressed } from './style.ts';
import { Tools } from './tools.tsx';
import type { Look } from './use-film.ts';
import { STUDY } from './words.ts';

export type StudyViewProps = {
  /** Study Instance UID. */
  readonly study: string;
  /** SOP Instance UID of the image to begin with; the study's first one where it is not said. */
  readonly instance?: string | undefined;
  /** Path of the API of a heat map; off until the reader asks for it. */
  readonly heatMap?: string | undefined;
  /** What a finding says of this image, in the reader's language; it stands over the picture with its mark. */
  readonly finding?: string | undefined;
};

const PLAIN: Look = { inverted: false };

/**
 * A study as a physician looks at it over a thin line: the preview at once, then the film itself, with its tools, the
 * earlier study beside it, and what else lies in the study. Stands on a page of its own and in that of a result.
 */
export function StudyView({ study, instance, heatMap, finding }: StudyViewProps) {
  dressed();
  const { t } = useWords();
  const got = useGet<StudyDisplay>(displayPath(study));
  const [chosen, setChosen] = useState<string | undefined>(instance);
  useEffect(() => setChosen(instance), [study, instance]);
  const display = got.state === 'loading' ? undefined : got.data;
  const wanted = chosen ?? display?.first;
  const item = display?.items.find((one) => one.instance === wanted) ?? display?.items[0];
  if (display !== undefined && item === undefined) return <Empty>{t(STUDY.nothing)}</Empty>;
  return (
    <section class="study" aria-label={t(STUDY.title)}>
      {got.state !== 'ready' && got.state !== 'loading' && <Shown got={got}>{() => null}</Shown>}
      {display && <Items {...{ display, item, onChoose: setChosen }} />}
      {item === undefined || item.kind === 'film' ? (
        <Film
          key={study}
          {...{
            study,
            display,
            item,
            heatMap,
            finding,
            onChoose: setChosen,
            isFirst: chosen === undefined || chosen === display?.first,
          }}
        />
      ) : item.kind === 'loop' ? (
        <Loop key={item.instance} study={study} item={item} />
      ) : (
        <OpenedItem key={item.instance} study={study} item={item} />
      )}
    </section>
  );
}

type FilmProps = Pick<StudyViewProps, 'study' | 'heatMap' | 'finding'> & {
  readonly display: StudyDisplay | undefined;
  readonly item: DisplayItem | undefined;
  readonly isFirst: boolean;
  readonly onChoose: (instance: string) => void;
};

function Film({ study, display, item, isFirst, heatMap, finding, onChoose }: FilmProps) {
  const words = useWords();
  const { t } = words;
  const first = item === undefined || display?.picture?.instance === item.instance ? display?.picture : undefined;
  const asked: Got<PictureDisplay> = useGet<PictureDisplay>(
    item === undefined || first !== undefined ? undefined : displayPath(study, item),
  );
  const picture = first ?? (asked.state === 'ready' ? asked.data : undefined);
  const [mode, setMode] = useState<Mode>('window');
  const [look, setLook] = useState<Look>(PLAIN);
  const [gaze, setGaze] = useState<Gaze>(WHOLE);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [seen, setSeen] = useState<{ place: Place | undefined; stage: Size }>();
  const [linked, setLinked] = useState<Linked>({ zoom: true, window: false });
  const [hasHeatMap, setHasHeatMap] = useState(false);

  // Lengths and windows belong to the image they were made on.
  useEffect(() => {
    setLines([]);
    setLook(PLAIN);
    setGaze(WHOLE);
  }, [item?.instance]);
  useEffect(() => {
    if (picture?.views.length === 0 && mode === 'window') setMode('move');
  }, [picture, mode]);

  const reset = (): void => {
    setLook(PLAIN);
    setGaze(WHOLE);
    setLines([]);
  };
  const one = (): void => {
    if (picture === undefined || seen?.place === undefined) return;
    const film = { width: picture.columns, height: picture.rows };
    setGaze(gazeOf(oneToOne(seen.place, seen.stage, devicePixelRatio), film, seen.stage, pixelWidth(picture)));
  };
  const step = (by: number): void => {
    const films = display?.items.filter(({ kind }) => kind === 'film') ?? [];
    const next = films[films.findIndex(({ instance }) => instance === item?.instance) + by];
    if (next) onChoose(next.instance);
  };
  const commands: Readonly<Record<string, () => void>> = {
    invert: () => setLook({ ...look, inverted: !look.inverted }),
    reset,
    fit: () => setGaze(WHOLE),
    one,
    before: () => step(-1),
    after: () => step(1),
  };
  const measured = (all: readonly Line[]): void => {
    setLines(all);
    const last = all.at(-1);
    if (last && picture) announce(lengthWords(last.from, last.to, picture, words).long);
  };
  const what = display === undefined ? t(STUDY.title) : itemWords(item, t);

  return (
    <>
      <Tools
        {...{ picture, mode, look }}
        onMode={setMode}
        onLook={setLook}
        onZoom={(factor) => setGaze({ ...gaze, zoom: gaze.zoom * factor })}
        onFit={() => setGaze(WHOLE)}
        onOne={one}
        onReset={reset}
        hasLines={lines.length > 0}
        onClear={() => setLines([])}
      />
      <div class="panes">
        <Pane
          name={{ study, of: item, isFirst }}
          what={finding === undefined ? what : `${what}. ${t(STUDY.ai)}: ${finding}`}
          {...{ picture, mode, look, gaze, lines }}
          onLook={setLook}
          onGaze={setGaze}
          onLines={measured}
          onCommand={(command) => (commands[command] ?? (() => setMode(command as Mode)))()}
          onPlace={(place, stage) => setSeen({ place, stage })}
        >
          {finding && (
            <p class="finding">
              <b>{t(STUDY.ai)}</b> {finding}
            </p>
          )}
        </Pane>
        {heatMap && hasHeatMap && <HeatMap path={heatMap} />}
        <PriorPane {...{ study, mode, look, gaze, linked, onLinked: setLinked, onLook: setLook, onGaze: setGaze }} />
      </div>
      {heatMap && (
        <p>
          <button type="button" aria-pressed={hasHeatMap} onClick={() => setHasHeatMap(!hasHeatMap)}>
            {t(STUDY.heatMap)}
          </button>{' '}
          <span class="soft">{t(STUDY.heatMapLegend)}</span>
        </p>
      )}
      {picture && <p class="soft scale">{t(STUDY.millimetres, { where: scaleWords(picture, words) })}</p>}
      {picture && lines.length > 0 && (
        <ol class="lengths">
          {lines.map(({ from, to }, k) => (
            <li key={k}>{lengthWords(from, to, picture, words).long}</li>
          ))}
        </ol>
      )}
    </>
  );
}
