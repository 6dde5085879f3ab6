import { useState } from 'preact/hooks';
import { config } from '../config.ts';
import { leaveToSignIn } from '../session/lifecycle.ts';
import { useWords } from '../words/use-words.tsx';
import { LanguageSwitch } from './preferences.tsx';
import { SHELL } from './words.ts';

/** What who is not signed in sees. `failed`: why the last sign-in did not work. */
export function SignInPage({ failed: before }: { failed?: string | undefined }) {
  const { t } = useWords();
  const [failed, setFailed] = useState(before);
  const [leaving, setLeaving] = useState(false);
  const { region, signIn } = config();
  const leave = (): void => {
    setLeaving(true);
    leaveToSignIn().catch((cause: unknown) => {
      setLeaving(false);
      setFailed(cause instanceof Error ? cause.message : String(cause));
    });
  };
  return (
    <main class="sign-in">
      <h1>Oka</h1>
      <p>{t(SHELL.who)}</p>
      <p class="soft">{t(region.title)}</p>
      {failed !== undefined && (
        <p class="state failed" role="alert">
          {t(SHELL.signInFailed, { why: failed })}
        </p>
      )}
      {signIn ? (
        <button type="button" class="main" disabled={leaving} onClick={leave}>
          {t(SHELL.signIn)}
        </button>
      ) : (
        <p>{t(SHELL.noSignIn)}</p>
      )}
      <p>
        <LanguageSwitch />
      </p>
    </main>
  );
}
