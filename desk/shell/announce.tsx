import { useEffect, useState } from 'preact/hooks';

type Listener = (text: string) => void;
const listeners = new Set<Listener>();

/** Says something to a screen reader without moving the focus: new items, something that was saved (WCAG 2.2, 4.1.3). */
export function announce(text: string): void {
  for (const listener of listeners) listener(text);
}

/** The one polite live region of the desk; it stands in the page from the start, as screen readers need it. */
export function Announcements() {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const listener: Listener = (text) => {
      // The same words twice are said twice only when the region was empty between them.
      setSaid('');
      setTimeout(() => setSaid(text), 50);
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return (
    <p class="unseen" role="status" aria-live="polite">
      {said}
    </p>
  );
}
