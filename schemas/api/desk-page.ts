import { z } from 'zod';
import { none, type Route } from './route.ts';

/** A name as the build gives it. */
const FileName = z.string().regex(/^[\w.-]{1,120}$/, 'a file of the desk');

/** The physician's page and its files: static, the same for everyone, without data; they ask the API with the reader's token. */
export const DESK_PAGE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/desk',
    function: 'desk-page',
    operationId: 'deskPage',
    summary:
      'The physician’s page. Record systems open it with `iss` and `launch` (SMART App Launch 2.2); its own pages lie behind `#`.',
    parameters: none,
    success: { status: 200, media: 'text/html' },
    refusals: [],
    open: true,
  },
  {
    method: 'GET',
    path: '/desk/{file}',
    function: 'desk-page',
    operationId: 'deskFile',
    summary: 'A file of the physician’s page; its name carries its hash, so it never changes.',
    parameters: z.strictObject({ file: FileName }),
    success: { status: 200, media: 'application/octet-stream' },
    refusals: ['not-found'],
    open: true,
  },
];
