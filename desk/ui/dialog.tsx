import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useWords } from '../words/use-words.tsx';
import { UI } from './words.ts';

export type DialogProps = {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** Cannot be closed by Escape or a cross: its own buttons end it. */
  firm?: boolean;
};

/** A modal dialog of the browser: keeps the focus, gives it back where it was (WAI-ARIA APG, Dialog). */
export function Dialog({ title, onClose, children, firm = false }: DialogProps) {
  const { t } = useWords();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // A dialog that has left the page by now gives nothing back by itself.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!firm) onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {!firm && (
          <button type="button" class="quiet" aria-label={t(UI.close)} onClick={onClose}>
            ×
          </button>
        )}
      </header>
      {children}
    </dialog>
  );
}
