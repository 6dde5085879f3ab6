import { Feedback } from '../../schemas/cds-hooks/feedback.ts';
import type { Refusal } from '../../schemas/cds-hooks/refusals.ts';
import { HookRequest, isHookName } from '../../schemas/cds-hooks/request.ts';

/** A call is one segment of ours at most: what is larger holds more than the templates ask for. */
export const MAX_CALL_BYTES = 4 * 1024 * 1024;

/** A hook call, or why it is none. The size is looked at before a byte is parsed. */
export function readCall(body: Uint8Array): { readonly call: HookRequest } | Refusal {
  const json = readJson(body);
  if ('refused' in json) return json;
  const { hook } = json.value;
  if (typeof hook === 'string' && !isHookName(hook)) return { refused: 'wrong-hook', at: 'hook' };
  const parsed = HookRequest.safeParse(json.value);
  return parsed.success ? { call: parsed.data } : { refused: 'malformed-call', at: pathOf(parsed.error.issues) };
}

/** What physicians did with cards, or why the body does not say it. */
export function readFeedback(body: Uint8Array): Feedback | Refusal {
  const json = readJson(body);
  if ('refused' in json) return json;
  const parsed = Feedback.safeParse(json.value);
  return parsed.success ? parsed.data : { refused: 'malformed-call', at: pathOf(parsed.error.issues) };
}

function readJson(body: Uint8Array): { readonly value: Readonly<Record<string, unknown>> } | Refusal {
  if (body.byteLength > MAX_CALL_BYTES) return { refused: 'too-large' };
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { refused: 'not-json' };
    return { value: value as Readonly<Record<string, unknown>> };
  } catch {
    return { refused: 'not-json' };
  }
}

/** `context.draftOrders.entry[0].resource`: names of members, which are the client's own words only under `prefetch`. */
function pathOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  const path = issues[0]?.path ?? [];
  const shown = path[0] === 'prefetch' ? path.slice(0, 1) : path;
  return shown.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
}
