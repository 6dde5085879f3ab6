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
} as const satisfies Record<string, CatalogueEntry>;
