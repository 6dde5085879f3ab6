import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { blocksWith, keysAt, settingsShape } from './shape.ts';

type Issue = z.core.$ZodIssue;
export type Fault = { readonly path: readonly PropertyKey[]; readonly said: string };

/** What zod found, as sentences for the person who wrote the file: the path, what is wrong, and what was probably meant. */
export function faultsOf(issues: readonly Issue[], above: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    const path = [...above, ...issue.path];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));
    if (issue.code === 'invalid_union') return faultsOf(likeliest(issue.errors), path);
    return [{ path, said: `${nameOf(path)}: ${saidOf(issue)}` }];
  });
}

/** Of several forms the one that fits best is explained: that with the fewest faults. */
const likeliest = (errors: readonly (readonly Issue[])[]): readonly Issue[] =>
  [...errors].sort((a, b) => a.length - b.length)[0] ?? [];

function unknownKey(path: readonly PropertyKey[], key: string): Fault {
  const known = keysAt(settingsShape(), path);
  const meant = nearest(key, known);
  const elsewhere = blocksWith(settingsShape(), key).map((block) => (block === '' ? 'the top' : `"${block}"`));
  const hint =
    meant !== undefined
      ? `did you mean "${meant}"?`
      : elsewhere.length > 0
        ? `it belongs to ${elsewhere.join(' or ')}`
        : known.length > 0
          ? `known here: ${known.join(', ')}`
          : 'nothing is set here';
  return { path: [...path, key], said: `${nameOf([...path, key])}: there is no such key; ${hint}` };
}

const WORDS: Readonly<Record<string, string>> = {
  object: 'keys of its own on the lines below',
  array: 'a list, each item on its own line after "- "',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function saidOf(issue: Issue): string {
  if (issue.code !== 'invalid_type') return issue.message.replace(/^Invalid input: /, '');
  const expected = WORDS[issue.expected] ?? issue.expected;
  return issue.message.endsWith('received undefined') ? `is missing; it is ${expected}` : `must be ${expected}`;
}

/** `dicom.peers[2].port` as people write it; counted from 1. */
const nameOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (name, key) =>
      typeof key === 'number' ? `${name}[${key + 1}]` : name === '' ? String(key) : `${name}.${String(key)}`,
    '',
  ) || 'the file';
