import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import {
  type Bilingual,
  type Counted,
  chosenLanguage,
  counted,
  inLanguage,
  type Language,
  type Values,
} from './words.ts';

const REMEMBERED = 'oka.language';

export type Words = {
  readonly language: Language;
  /** A sentence in the reader's language: `t(WORDS.waits, { minutes: 5 })`. */
  readonly t: (words: Bilingual, values?: Values) => string;
  /** A counted word: `n(WORDS.minutes, 5)` → “5 минут”. */
  readonly n: (words: Counted, count: number) => string;
  readonly choose: (language: Language) => void;
};

/** The language right now, for what is no component (the header `Accept-Language`). */
export const languageNow = (): Language => chosenLanguage(localStorage.getItem(REMEMBERED), navigator.languages);

const Context = createContext<Words | undefined>(undefined);

/** Gives every page its words; remembers the choice on this machine. */
export function WordsProvider({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState(languageNow);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const words = useMemo(
    (): Words => ({
      language,
      t: (said, values) => inLanguage(said, language, values),
      n: (said, count) => counted(said, count, language),
      choose(next) {
        localStorage.setItem(REMEMBERED, next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return <Context.Provider value={words}>{children}</Context.Provider>;
}

/** The words of the reader's language. */
export function useWords(): Words {
  const words = useContext(Context);
  if (words === undefined) throw new Error('no WordsProvider above');
  return words;
}
