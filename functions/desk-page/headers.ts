import type { Region } from '../../domain/region.ts';

const originsOf = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.map((address) => new URL(address).origin)),
];

/**
 * What the page may load and who may frame it (CSP level 3). Scripts come from here alone; `wasm-unsafe-eval` lets the image
 * decoder start and nothing else; `blob:` is for pictures and documents that were fetched with the token. The sign-in and the
 * registered record systems are the only others it may ask; their pages are the only ones it may stand in.
 */
export function policyOf({ signIn, issuers }: Region): string {
  const ehrs = issuers.filter(({ kind }) => kind === 'ehr');
  const provider = signIn === undefined ? [] : [...signIn.origins, ...originsOf([signIn.discovery ?? signIn.issuer])];
  const servers = [...originsOf(ehrs.flatMap(({ fhirServers }) => fhirServers)), ...ehrs.flatMap((one) => one.origins)];
  const directives = {
    'default-src': ["'self'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'blob:', 'data:'],
    'media-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", 'blob:', ...new Set([...provider, ...servers])],
    'worker-src': ["'self'", 'blob:'],
    'frame-src': ["'self'", 'blob:', ...new Set(provider)],
    'frame-ancestors': ["'self'", ...new Set(ehrs.flatMap(({ origins }) => origins))],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/** Headers of every file and of the page: no guessing of types, no address told to others. */
export const PLAIN = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  vary: 'accept-encoding',
} as const;
