import type { Bilingual } from '../../../schemas/result.ts';
import { html, nothing } from '../html.ts';
import { WORDS } from '../words.ts';
import type { Shown, View } from './view.ts';

/** `hasUsers` is false where nobody could sign in: then it says how the engineer changes that. */
export function signInPage(
  { t, time }: View,
  { hasUsers, says, waitMs }: { readonly hasUsers: boolean; readonly says?: Bilingual; readonly waitMs?: number },
): Shown {
  const body = hasUsers
    ? html`${says ? html`<p class="note" role="alert">${t(says)}${waitMs ? ` ${time.age(Math.max(waitMs, 60_000))}` : ''}</p>` : nothing}
<form class="form sign-in" method="post" action="/sign-in">
<label for="user">${t(WORDS.name)}<input id="user" name="user" autocomplete="username" autocapitalize="none" maxlength="40" required autofocus></label>
<label for="password">${t(WORDS.password)}<input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" required></label>
<button>${t(WORDS.signIn)}</button></form>`
    : html`<p class="note">${t(WORDS.noUsers)}</p>`;
  return { title: WORDS.signIn, body, records: [] };
}
