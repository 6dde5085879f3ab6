/** A page of the desk; its code is loaded when it is first opened. */
export type Place = { readonly path: string };
export type Params = Readonly<Record<string, string>>;
export type Found<P extends Place> = { readonly page: P; readonly params: Params; readonly query: URLSearchParams };

/**
 * The page for the part of the address behind `#`. A fragment never leaves the browser (RFC 9110 §4.2.4): ids of records
 * stand in no log of a server, and one address serves every page under whatever prefix.
 * A fixed part goes before a parameter, as in the routes of the API.
 */
export function matchPage<P extends Place>(pages: readonly P[], hash: string): Found<P> | undefined {
  const [path = '', query = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const given = (path === '' ? '/' : path).split('/');
  let best: { found: Found<P>; fixed: number } | undefined;
  for (const page of pages) {
    const wanted = page.path.split('/');
    if (wanted.length !== given.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, place) => {
      const value = decoded(given[place] ?? '');
      if (!part.startsWith(':')) return part === value;
      params[part.slice(1)] = value;
      return value !== '';
    });
    const fixed = wanted.filter((part) => !part.startsWith(':')).length;
    if (fits && fixed > (best?.fixed ?? -1))
      best = { found: { page, params, query: new URLSearchParams(query) }, fixed };
  }
  return best?.found;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a page with its parameters: `linkTo('/patient/:record', { record })`. */
export const linkTo = (path: string, params: Params = {}): string =>
  `#${path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))}`;
