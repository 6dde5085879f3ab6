import { type ApiFunction, GATHERED, type Route } from '../../schemas/api/route.ts';

/** A method of the REST API: one for each route, or one for all routes of a box that is gathered under its root. */
export type ApiMethod = Pick<Route, 'path' | 'function' | 'operationId' | 'open'> & { readonly method: string };

/** @throws Error for a route of a gathered box outside its root: nothing would lead there */
export function apiMethods(routes: readonly Route[], gathered: typeof GATHERED = GATHERED): ApiMethod[] {
  const done = new Set<ApiFunction>();
  return routes.flatMap((route): ApiMethod[] => {
    const root = gathered[route.function];
    if (root === undefined) return [route];
    if (!route.path.startsWith(`${root}/`)) throw new Error(`${route.path} does not lie under ${root}`);
    if (done.has(route.function)) return [];
    done.add(route.function);
    return [{ path: `${root}/{proxy+}`, method: 'ANY', function: route.function, operationId: route.function }];
  });
}
