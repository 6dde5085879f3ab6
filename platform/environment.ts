import { OkaError } from '../schemas/errors.ts';

/**
 * Reads environment variables by name, all at once.
 * @throws OkaError `configuration` naming every variable that is missing.
 */
export function readEnvironment<const N extends string>(names: readonly N[]): Record<N, string> {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new OkaError('configuration', `environment: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name] as string])) as Record<N, string>;
}

/** An optional variable with its default stated beside the name. */
export const optionalEnvironment = (name: string, fallback: string): string => process.env[name] || fallback;
