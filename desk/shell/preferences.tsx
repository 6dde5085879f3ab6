import { useState } from 'preact/hooks';
import { useWords } from '../words/use-words.tsx';
import type { Language } from '../words/words.ts';
import { SHELL } from './words.ts';

const THEME = 'oka.theme';
const LANGUAGES: readonly { readonly id: Language; readonly title: string }[] = [
  { id: 'ru', title: 'Русский' },
  { id: 'en', title: 'English' },
];

/** Each language under its own name, in its own words. */
export function LanguageSwitch() {
  const { language, choose } = useWords();
  return (
    <span class="languages">
      {LANGUAGES.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          class="quiet"
          lang={id}
          aria-pressed={id === language}
          onClick={() => choose(id)}
        >
          {title}
        </button>
      ))}
    </span>
  );
}

/** Applies the remembered choice before the first page is drawn; without one the system's own holds. */
export function applyTheme(): void {
  const theme = localStorage.getItem(THEME);
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
}

const isDark = (): boolean => {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
};

export function ThemeSwitch() {
  const { t } = useWords();
  const [dark, setDark] = useState(isDark);
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => {
        localStorage.setItem(THEME, dark ? 'light' : 'dark');
        applyTheme();
        setDark(!dark);
      }}
    >
      {/* Drawn, not written: not every font has a sun and a moon. */}
      <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.5" />
        <path d={dark ? 'M8 1.5a6.5 6.5 0 0 0 0 13z' : 'M8 1.5a6.5 6.5 0 0 1 0 13z'} fill="currentColor" />
      </svg>
      <span class="unseen">{t(dark ? SHELL.themeLight : SHELL.theme)}</span>
    </button>
  );
}
