import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DisplayView, PictureDisplay } from '../../schemas/display.ts';
import { useWords } from '../words/use-words.tsx';
import {
  type Gaze,
  gazeOf,
  moved,
  type Place,
  type Point,
  pixelWidth,
  placeOf,
  type Size,
  toPicture,
  withinPicture,
  zoomed,
} from './geometry.ts';
import type { Gestures } from './gestures.ts';
import { keyboardOf } from './keyboard.ts';
import type { Line } from './lengths.ts';
import { SightWords } from './sight-words.tsx';
import { Stage } from './stage.tsx';
import { type FilmName, type Look, useFilm } from './use-film.ts';
import { asView, dragged, isTurned, windowOf } from './windowing.ts';
import { STUDY } from './words.ts';

export type Mode = 'window' | 'move' | 'length';
export type PaneProps = {
  readonly name: FilmName;
  readonly picture: PictureDisplay | undefined;
  /** What it is, in words: `DX, грудная клетка, PA`. */
  readonly what: string;
  readonly mode: Mode;
  readonly look: Look;
  readonly onLook: (look: Look) => void;
  readonly gaze: Gaze;
  readonly onGaze: (gaze: Gaze) => void;
  readonly lines: readonly Line[];
  readonly onLines: (lines: readonly Line[]) => void;
  readonly onCommand?: (command: 'invert' | 'reset' | 'fit' | 'one' | 'before' | 'after' | Mode) => void;
  readonly onPlace?: (place: Place | undefined, stage: Size) => void;
  readonly children?: ComponentChildren;
};

const MOST_LINES = 8;
/** A touch that hardly moved is no length. */
const SHORTEST_PX = 4;

/** One picture with everything a hand or the keyboard does on it. */
export function Pane(props: PaneProps) {
  const { name, picture, what, mode, look, onLook, gaze, onGaze, lines, onLines, onCommand, onPlace, children } = props;
  const { t } = useWords();
  const [stage, setStage] = useState<Size>({ width: 0, height: 0 });
  const [drawing, setDrawing] = useState<Line | undefined>(undefined);
  const [cursor, setCursor] = useState<Point | undefined>(undefined);
  const [pinned, setPinned] = useState<Point | undefined>(undefined);
  const [hovered, setHovered] = useState<number | undefined>(undefined);
  const wide = picture ? pixelWidth(picture) : 1;
  const asking = useRef(0);

  const needs = {
    width: stage.width * devicePixelRatio * gaze.zoom,
    height: stage.height * devicePixelRatio * gaze.zoom,
  };
  const state = useFilm(name, picture, look, needs);
  const { sight, drawn, isPreview } = state;
  // Until the form is known the preview has the film's proportions, and stands for it.
  const film: Size | undefined = picture
    ? { width: picture.columns, height: picture.rows }
    : drawn && { width: drawn.image.width, height: drawn.image.height };
  const place = film && stage.width > 0 ? placeOf(gaze, film, stage, wide) : undefined;
  useEffect(() => onPlace?.(place, stage), [place?.scale, place?.x, place?.y, stage]);

  const goTo = (next: Place): void => {
    if (film) onGaze(gazeOf(moved(next, { x: 0, y: 0 }, film, stage, wide), film, stage, wide));
  };
  const pictureAt = (at: Point): Point | undefined => place && film && withinPicture(toPicture(place, wide, at), film);
  const window = windowOf(picture, look.view);
  const setView = (view: DisplayView | undefined): void => onLook({ ...look, view });
  const windowBy = (by: Point): void => {
    if (window && picture && sight.kind !== 'preview')
      setView(asView(dragged(window, by, isTurned(picture, look.inverted))));
  };
  const addLine = (line: Line): void => onLines([...lines, line].slice(-MOST_LINES));

  const gestures: Gestures = {
    onDown(at, isMain) {
      const from = isMain && mode === 'length' && picture ? pictureAt(at) : undefined;
      if (from) setDrawing({ from, to: from });
    },
    onDrag(by, at, isMain) {
      const to = pictureAt(at);
      if (drawing && to) setDrawing({ ...drawing, to });
      else if (isMain && mode === 'window' && window) windowBy(by);
      else if (place && film) goTo(moved(place, by, film, stage, wide));
    },
    onUp() {
      if (drawing && place) {
        const length = Math.hypot(drawing.to.x - drawing.from.x, drawing.to.y - drawing.from.y) * place.scale;
        if (length >= SHORTEST_PX) addLine(drawing);
      }
      setDrawing(undefined);
    },
    onZoom(factor, about, by) {
      setDrawing(undefined);
      if (place && film) goTo(moved(zoomed(place, factor, about), by, film, stage, wide));
    },
  };

  const hover = (at: Point | undefined): void => {
    asking.current += 1;
    const mine = asking.current;
    if (at === undefined || film === undefined) setHovered(undefined);
    else
      void state.valueAt(at.x / film.width, at.y / film.height).then((value) => {
        if (mine === asking.current) setHovered(value);
      });
  };

  const onKey = keyboardOf({
    mode,
    place,
    stage,
    film,
    wide,
    cursor,
    pinned,
    goTo,
    windowBy,
    setCursor,
    setPinned,
    addLine,
    command: (command) => onCommand?.(command),
  });
  const shownLines = [
    ...lines,
    ...(drawing ? [drawing] : []),
    ...(pinned && cursor ? [{ from: pinned, to: cursor }] : []),
  ];

  return (
    <div class="pane">
      <Stage
        label={t(STUDY.stage, { what })}
        help={t(STUDY.stageHelp)}
        {...{ film, picture, drawn, place, gestures, onKey }}
        lines={shownLines}
        cursor={mode === 'length' ? cursor : undefined}
        onSize={setStage}
        onHover={hover}
      >
        {isPreview && <p class="mark">{t(STUDY.preview)}</p>}
        {children}
      </Stage>
      <SightWords {...{ state, picture, hovered }} />
    </div>
  );
}
