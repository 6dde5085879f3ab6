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

/**
 * One of the variables that a function has asked for at its start (`worldOf`).
 * @throws OkaError `configuration` with the name of one that it has not
 */
export function variableOf(env: Readonly<Record<string, string>>, name: string): string {
  const value = env[name];
  if (value === undefined) throw new OkaError('configuration', `environment: ${name}`);
  return value;
}

/** An optional variable with its default stated beside the name. */
export const optionalEnvironment = (name: string, fallback: string): string => process.env[name] || fallback;
