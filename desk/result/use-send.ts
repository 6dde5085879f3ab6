import { useState } from 'preact/hooks';
import type { OvertakenAnswer } from '../../schemas/api/desk-acts.ts';
import { post, type Refusal, Refused, Unreached } from '../api/ask.ts';

export type Sending =
  | { readonly state: 'idle' | 'sending' }
  /** The region did not answer: nothing is said to be done. */
  | { readonly state: 'not-sent' }
  | { readonly state: 'refused'; readonly refusal: Refusal }
  /** Another version stands than the one on the screen. */
  | { readonly state: 'overtaken'; readonly by: OvertakenAnswer };

/** Sends what a person did, once per press, and says what came of it; an answer that did not come is never taken for a yes. */
export function useSend<Answer>(path: string, then: (answer: Answer) => void) {
  const [sending, setSending] = useState<Sending>({ state: 'idle' });
  const send = async (body: unknown): Promise<Sending['state']> => {
    setSending({ state: 'sending' });
    const next = await post<Answer>(path, body).then(
      (answer): Sending => {
        then(answer);
        return { state: 'idle' };
      },
      (cause: unknown): Sending => sendingAfter(cause),
    );
    setSending(next);
    return next.state;
  };
  return { sending, send, reset: () => setSending({ state: 'idle' }) };
}

function sendingAfter(cause: unknown): Sending {
  if (cause instanceof Refused) {
    const { refusal } = cause;
    if (refusal.code === 'version-overtaken' && 'changed' in refusal)
      return { state: 'overtaken', by: refusal as unknown as OvertakenAnswer };
    return { state: 'refused', refusal };
  }
  if (cause instanceof Unreached) return { state: 'not-sent' };
  return { state: 'refused', refusal: UNREADABLE };
}

/** The region did answer, and nobody can read what: whether it is done is not known, and that is said (contract 7). */
const UNREADABLE: Refusal = {
  code: 'unreadable',
  message: {
    ru: 'Ответ региона не прочитан: сделано ли это, неизвестно.',
    en: 'The region’s answer could not be read: whether it is done is not known.',
  },
  whatToDo: { ru: 'Обновите страницу и посмотрите, что записано.', en: 'Reload the page and see what is recorded.' },
};
