import { z } from 'zod';
import { FilePath, Host, Port } from './terms.ts';

/** What somebody may see on the edge's page: patients, or only how the edge itself is doing. */
export const PageRole = z.enum(['clinician', 'engineer']);
export type PageRole = z.infer<typeof PageRole>;

/** `scrypt$N$r$p$salt$key`, salt and key in base64; made by `oka edge user add` (edge/page/password.ts). */
const PasswordHash = z
  .string()
  .regex(
    /^scrypt\$\d{4,7}\$\d{1,2}\$\d{1,2}\$[A-Za-z0-9+/]{22,88}={0,2}\$[A-Za-z0-9+/]{43,88}={0,2}$/,
    'made by "oka edge user add"',
  );

export const PageUser = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/, 'lower-case letters, digits, dot, hyphen; 2 to 40 characters')
    .describe('Name to sign in with.'),
  fullName: z.string().min(1).max(80).optional().describe('Name as the audit and the page write it.'),
  role: PageRole.describe('clinician sees patients; engineer sees only what waits, and no patient.'),
  password: PasswordHash.describe('Made by "oka edge user add"; never the password itself.'),
});
export type PageUser = z.infer<typeof PageUser>;

/** The edge's own page: worklist, last results, what waits. */
export const PageSettings = z.strictObject({
  host: Host.default('127.0.0.1').describe(
    'Address of the page. 127.0.0.1 is this machine alone; any other needs "tls" and "users".',
  ),
  port: Port.default(8090).describe('Port of the page.'),
  tls: z
    .strictObject({
      cert: FilePath.describe('Certificate of the page (PEM).'),
      key: FilePath.describe('Its private key (PEM), readable by the edge alone.'),
    })
    .optional()
    .describe('HTTPS: needed for every address but 127.0.0.1.'),
  users: z
    .array(PageUser)
    .default([])
    .describe('Who may sign in. Without users nobody sees a patient on this page. Add one: oka edge user add NAME.'),
  sessionMinutes: z
    .number()
    .int()
    .min(5)
    .max(24 * 60)
    .default(30)
    .describe('After so many minutes without a click one signs in again.'),
});
export type PageSettings = z.infer<typeof PageSettings>;
