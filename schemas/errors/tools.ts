import { type CatalogueEntry, entry } from './entry.ts';

/** Configuration and tools. */
export const TOOL_ERRORS = {
  configuration: entry(
    'permanent',
    500,
    'A setting is missing or wrong.',
    'Set the value named in the message and start again.',
  ),
  'unreadable-file': entry(
    'permanent',
    400,
    'The file cannot be read from the disk.',
    'Check the path and the rights.',
  ),
  'malformed-file': entry(
    'permanent',
    400,
    'The file does not hold what the command reads.',
    'Correct the place named; the command with --help says what it takes.',
  ),
  'wrong-use': entry(
    'permanent',
    400,
    'The command cannot be run as it was called.',
    'Call it again with what the message names.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
