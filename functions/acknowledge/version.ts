import { OkaError } from '../../schemas/errors.ts';
import type { Delivery } from '../../schemas/result.ts';

/**
 * The delivery that a statement about a version speaks of; undefined when a newer version has taken its place, which
 * is no fault: the statement is late.
 * @throws OkaError `not-found` for a version that was never sent
 */
export function versionOf(stored: Delivery | undefined, { version }: { version: number }): Delivery | undefined {
  if (stored === undefined || stored.version < version) throw new OkaError('not-found', 'delivery of this version');
  return stored.version === version ? stored : undefined;
}
