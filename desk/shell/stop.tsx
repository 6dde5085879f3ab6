import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/**
 * Stops everything: nothing else stands on the screen and nothing leads past it. For what may not go on in any case: another
 * patient than the record system's, a record system nobody knows.
 */
export function StopPage({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    element.current?.focus();
    document.title = title;
  }, [title]);
  return (
    <div
      ref={element}
      class="stop"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-says`}
      tabIndex={-1}
    >
      <h1 id={`${id}-title`}>{title}</h1>
      <div id={`${id}-says`}>{children}</div>
    </div>
  );
}
