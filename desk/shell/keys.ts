import { useEffect } from 'preact/hooks';

const OFF = 'oka.keys.off';

/** Single letters can be switched off, for those who steer by speech (WCAG 2.2, 2.1.4). */
export const keysAreOn = (): boolean => localStorage.getItem(OFF) === null;
export const switchKeys = (on: boolean): void => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1'));

/** Where letters are written, they are letters. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button', 'range'].includes(target.type));

/**
 * Keys of a page: `{ j: down, k: up, 'g a': … }`, by what the key writes and, on a Russian keyboard, by where it lies. They
 * rest while somebody writes, while a dialog is open and with Ctrl, Alt or Meta.
 */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    let first = '';
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
      if (!keysAreOn() || document.querySelector('dialog[open]')) return;
      // The same place of the keyboard works in both layouts: `о` and `j` are one key.
      const place = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
      const names = [event.key, ...(place ? [place] : [])];
      const found = names.flatMap((name) => [`${first} ${name}`, name]).find((name) => keys[name] !== undefined);
      first = names.includes('g') ? 'g' : '';
      if (found === undefined) return;
      event.preventDefault();
      keys[found]?.();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [keys]);
}
