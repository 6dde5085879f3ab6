import { moved, type Place, type Point, type Size, toPicture, withinPicture, zoomed } from './geometry.ts';
import type { Line } from './lengths.ts';
import type { Mode } from './pane.tsx';

type Hands = {
  readonly mode: Mode;
  readonly place: Place | undefined;
  readonly stage: Size;
  readonly film: Size | undefined;
  readonly wide: number;
  /** The point that the keyboard moves, and the first end of a length. */
  readonly cursor: Point | undefined;
  readonly pinned: Point | undefined;
  readonly goTo: (place: Place) => void;
  readonly windowBy: (by: Point) => void;
  readonly setCursor: (at: Point | undefined) => void;
  readonly setPinned: (at: Point | undefined) => void;
  readonly addLine: (line: Line) => void;
  readonly command: (command: 'invert' | 'reset' | 'fit' | 'one' | 'before' | 'after' | Mode) => void;
};

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** By the place of the key, so that a Russian keyboard has them too. */
const COMMANDS: Readonly<Record<string, Parameters<Hands['command']>[0]>> = {
  KeyI: 'invert',
  KeyR: 'reset',
  KeyF: 'fit',
  Digit1: 'one',
  KeyW: 'window',
  KeyM: 'move',
  KeyL: 'length',
  PageUp: 'before',
  PageDown: 'after',
};
const WINDOW_STEP = 16;
const MOVE_STEP = 40;
const CURSOR_STEP = 8;
const ZOOM_STEP = 1.25;

/** Everything that hands do on a picture, by keys while it has the focus (WCAG 2.2, 2.1.1 and 2.1.4). */
export const keyboardOf = (hands: Hands) => (event: KeyboardEvent) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const { target, currentTarget } = event;
  if (target !== currentTarget) return;
  if (pressed(hands, event)) event.preventDefault();
};

function pressed(hands: Hands, { key, code, shiftKey }: KeyboardEvent): boolean {
  const { place, film, stage, wide, mode } = hands;
  const arrow = ARROWS[key];
  const command = COMMANDS[code];
  if (arrow !== undefined) {
    if (mode === 'length' && !shiftKey) moveCursor(hands, arrow);
    else if (mode === 'window' && !shiftKey) hands.windowBy({ x: arrow.x * WINDOW_STEP, y: arrow.y * WINDOW_STEP });
    else if (place && film)
      hands.goTo(moved(place, { x: -arrow.x * MOVE_STEP, y: -arrow.y * MOVE_STEP }, film, stage, wide));
    return true;
  }
  const factor = key === '+' || key === '=' ? ZOOM_STEP : key === '-' || key === '_' ? 1 / ZOOM_STEP : undefined;
  if (factor !== undefined) {
    if (place) hands.goTo(zoomed(place, factor, { x: stage.width / 2, y: stage.height / 2 }));
    return true;
  }
  if (mode === 'length' && (key === 'Enter' || key === ' ')) {
    setPoint(hands);
    return true;
  }
  if (key === 'Escape' && hands.cursor !== undefined) {
    hands.setPinned(undefined);
    hands.setCursor(undefined);
    return true;
  }
  if (command !== undefined) hands.command(command);
  return command !== undefined;
}

/** Where nothing is marked yet: the middle of what is seen. */
const middle = ({ place, stage, film, wide }: Hands): Point | undefined =>
  place && film && withinPicture(toPicture(place, wide, { x: stage.width / 2, y: stage.height / 2 }), film);

function moveCursor(hands: Hands, arrow: Point): void {
  const { place, film, wide, cursor = middle(hands) } = hands;
  if (place === undefined || film === undefined || cursor === undefined) return;
  const by = CURSOR_STEP / place.scale;
  hands.setCursor(withinPicture({ x: cursor.x + (arrow.x * by) / wide, y: cursor.y + arrow.y * by }, film));
}

function setPoint(hands: Hands): void {
  const { cursor = middle(hands), pinned } = hands;
  if (cursor === undefined) return;
  hands.setCursor(cursor);
  if (pinned === undefined) hands.setPinned(cursor);
  else {
    hands.addLine({ from: pinned, to: cursor });
    hands.setPinned(undefined);
  }
}
