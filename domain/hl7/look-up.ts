/**
 * What a table says of a code that came from outside; undefined where it says nothing, also for `constructor` and other
 * names that every object has.
 */
export const lookUp = <T>(table: Readonly<Record<string, T>>, code: string | undefined): T | undefined =>
  code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
