/** One media range of an Accept header as DICOMweb reads it (PS3.18 §8.7.4, RFC 9110 §12.5.1). */
export type Wanted = {
  /** `image/jphc`, with stars where the header has them: of a multipart, the type of its parts. */
  readonly type: string;
  readonly multipart: boolean;
  /** A UID, or `*` for the one that is stored; undefined where none is named. */
  readonly transferSyntax: string | undefined;
  readonly quality: number;
};

/** A form that an answer could have. */
export type Offer<T> = {
  readonly type: string;
  readonly transferSyntax: string;
  readonly stored: boolean;
  readonly of: T;
};
export type Chosen<T> = Offer<T> & { readonly multipart: boolean };

/** Names from before the types were registered, which client libraries still send. */
const FORMER: ReadonlyMap<string, string> = new Map([
  ['image/x-jls', 'image/jls'],
  ['image/x-dicom-rle', 'image/dicom-rle'],
  ['image/jhc', 'image/jphc'],
]);
const RANGE = /^([\w.+*-]+)\/([\w.+*-]+)$/;
/** Parts at a separator that stands outside quotation marks. */
const split = (text: string, separator: ',' | ';'): string[] =>
  text.match(separator === ',' ? /(?:"[^"]*"|[^,"])+/g : /(?:"[^"]*"|[^;"])+/g)?.map((part) => part.trim()) ?? [];

/**
 * The media ranges of an Accept header, the most wanted first, those of one weight in their order. What is no media range is
 * left out; an absent header wants anything.
 */
export function wantedOf(accept: string | undefined): Wanted[] {
  if ((accept?.split('"').length ?? 1) % 2 === 0) return [];
  const ranges = split(accept === undefined || accept.trim() === '' ? '*/*' : accept, ',').flatMap(rangeOf);
  return ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
}

function rangeOf(text: string): Wanted[] {
  const [range = '', ...rest] = split(text, ';');
  if (!RANGE.test(range)) return [];
  const parameters = new Map(
    rest.map((one) => {
      const [name = '', value = ''] = one.split(/=(.*)/s);
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')] as const;
    }),
  );
  const multipart = range.toLowerCase() === 'multipart/related';
  const named = (multipart ? (parameters.get('type') ?? '*/*') : range).toLowerCase();
  const type = FORMER.get(named) ?? named;
  if (!RANGE.test(type)) return [];
  const weight = parameters.get('q');
  const quality = weight === undefined ? 1 : /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0;
  return [{ type, multipart, transferSyntax: parameters.get('transfer-syntax') || undefined, quality }];
}

const fits = (range: string, type: string): boolean =>
  range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));

/**
 * The first offer that the most wanted range takes. A range without a transfer syntax takes what is the default of its type:
 * the offers in their order, so the default stands first; `*` takes the stored one before all others.
 * @param single whether an answer outside a multipart can hold it (one frame, one instance)
 */
export function choose<T>(
  wanted: readonly Wanted[],
  offers: readonly Offer<T>[],
  single: boolean,
): Chosen<T> | undefined {
  for (const { type, multipart, transferSyntax } of wanted) {
    // A star names no form: many parts come as a multipart, one as well, as PS3.18 §8.7.4 has it for DICOM media types.
    const anyForm = type === '*/*' && !multipart;
    if (!multipart && !single && !anyForm) continue;
    const fitting = offers.filter((offer) => fits(type, offer.type));
    const offer =
      transferSyntax === undefined
        ? fitting[0]
        : transferSyntax === '*'
          ? (fitting.find(({ stored }) => stored) ?? fitting[0])
          : fitting.find((one) => one.transferSyntax === transferSyntax);
    if (offer !== undefined) return { ...offer, multipart: multipart || anyForm };
  }
  return undefined;
}
