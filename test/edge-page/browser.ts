export type Reply = { readonly status: number; readonly text: string; readonly headers: Headers };

/** As much of a browser as a page without scripts needs: cookies, forms, and the key that stands in them. */
export function browserOf(base: string, language = 'ru') {
  const cookies = new Map<string, string>();
  let formKey = '';
  async function ask(path: string, init: RequestInit = {}): Promise<Reply> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      'accept-language': language,
      ...(cookie ? { cookie } : {}),
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(new URL(path, base), { ...init, redirect: 'manual', headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    formKey = /name="key" value="([^"]*)"/.exec(text)?.[1] ?? formKey;
    return { status: response.status, text, headers: response.headers };
  }
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  return {
    cookies,
    get: (path: string, headers: Record<string, string> = {}) => ask(path, { headers }),
    post,
    /** Sends a form of the page that was opened last, with its key. */
    submit: (path: string, fields: Record<string, string> = {}): Promise<Reply> =>
      post(path, { key: formKey, ...fields }),
    signIn: (user: string, password: string) => post('/sign-in', { user, password }),
  };
}
export type Browser = ReturnType<typeof browserOf>;
