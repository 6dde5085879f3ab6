import type { Point } from './geometry.ts';

/** What hands do on a picture, in CSS pixels from the stage's top left corner. */
export type Gestures = {
  /** A finger or button goes down, moves, and goes up again. `isMain`: the first finger, the main button. */
  readonly onDown: (at: Point, isMain: boolean) => void;
  readonly onDrag: (by: Point, at: Point, isMain: boolean) => void;
  readonly onUp: (at: Point, isMain: boolean) => void;
  /** Wheel and pinch: larger or smaller about a place, and moved along with two fingers. */
  readonly onZoom: (factor: number, about: Point, by: Point) => void;
};

/** One notch of a wheel is 100 to 120 units: an eighth larger. */
const PER_UNIT = 1.0012;
const PER_LINE = 16;

/** Listens to pointers and the wheel on an element; returns what ends it. Two fingers pinch, whatever one of them began. */
export function listen(element: HTMLElement, gestures: () => Gestures): () => void {
  const fingers = new Map<number, Point>();
  let isMain = true;
  const place = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const down = (event: PointerEvent): void => {
    if (event.target !== element && (event.target as Element).closest('button, input, select, a')) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    isMain = event.button === 0;
    if (fingers.size === 1) gestures().onDown(place(event), isMain);
  };
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const at = place(event);
    if (fingers.size === 1) gestures().onDrag(between(before, at), at, isMain);
    else {
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      if (other)
        gestures().onZoom(
          ratio(distance(other, at), distance(other, before)),
          middle(other, at),
          half(between(before, at)),
        );
    }
    fingers.set(event.pointerId, at);
  };
  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId)) return;
    if (fingers.size === 0) gestures().onUp(place(event), isMain);
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const units = event.deltaMode === 1 ? event.deltaY * PER_LINE : event.deltaY;
    // A pinch on a touchpad comes as a wheel with Ctrl, in far smaller steps.
    gestures().onZoom(PER_UNIT ** -(event.ctrlKey ? units * 8 : units), place(event), { x: 0, y: 0 });
  };
  const menu = (event: Event): void => event.preventDefault();
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('contextmenu', menu);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('contextmenu', menu);
  };
}

const between = (a: Point, b: Point): Point => ({ x: b.x - a.x, y: b.y - a.y });
const half = ({ x, y }: Point): Point => ({ x: x / 2, y: y / 2 });
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);
/** Fingers that lie on one another give no ratio. */
const ratio = (now: number, before: number): number => (before < 1 ? 1 : now / before);
