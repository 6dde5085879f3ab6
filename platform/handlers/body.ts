import type { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';

/** A body of JSON in the documented form. @throws OkaError `malformed-request` with the path of the first fault */
export function bodyOf<S extends z.ZodType>(schema: S, body: Uint8Array): z.infer<S> {
  const checked = schema.safeParse(jsonOf(body));
  if (checked.success) return checked.data;
  throw new OkaError('malformed-request', ['body', ...(checked.error.issues[0]?.path ?? [])].join('.'));
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
