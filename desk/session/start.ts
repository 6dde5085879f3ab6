import type { DeskConfig } from '../config.ts';
import { returned } from './code-flow.ts';
import { comeBack, takeUp } from './lifecycle.ts';

/** How the desk begins: with its pages, with the reason why a sign-in failed, or with a launch by a record system. */
export type Start =
  | { readonly kind: 'desk' }
  | { readonly kind: 'sign-in-failed'; readonly why: string }
  | { readonly kind: 'launch'; readonly iss: string; readonly launch: string }
  | { readonly kind: 'launched'; readonly back: NonNullable<ReturnType<typeof returned>> };

/** Reads what the address brought, takes it out of the address, and takes up the tab's session. */
export async function start(_: DeskConfig): Promise<Start> {
  const { search } = location;
  const query = new URLSearchParams(search);
  const back = returned(search, sessionStorage, Date.now());
  // A code or a launch token in the address would come again with a reload, or be sent on.
  if (search !== '') history.replaceState(null, '', `${location.pathname}${back?.leaving.hash ?? location.hash}`);
  takeUp();
  const [iss, launch] = [query.get('iss'), query.get('launch')];
  if (iss !== null && launch !== null) return { kind: 'launch', iss, launch };
  if (back === undefined) return { kind: 'desk' };
  if (back.leaving.kind === 'launch') return { kind: 'launched', back };
  try {
    await comeBack(back);
    return { kind: 'desk' };
  } catch (cause) {
    return { kind: 'sign-in-failed', why: cause instanceof Error ? cause.message : String(cause) };
  }
}
