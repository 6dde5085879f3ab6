type Part = Readonly<Record<string, unknown>>;
const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Members of the types that rules read, by the form that FHIR R4 gives them at the top of a resource. */
const LISTS = words(
  'category identifier component note series basedOn result conclusionCode contained dosageInstruction participant orderDetail procedureCode reaction reasonCode reasonReference referenceRange interpretation',
);
const PARTS = words(
  'code valueQuantity valueCodeableConcept medicationCodeableConcept medicationReference subject patient period',
);
const TEXTS = words(
  'id status intent birthDate gender effectiveDateTime issued authoredOn started start end recordedDate onsetDateTime valueString',
);
const DEEPEST = 40;

/**
 * Whether a resource from outside has the shape that readers of FHIR R4 rely on: lists are lists, parts are objects, figures
 * are numbers, nothing is null. Rules read resources as typed; one that is not is refused before any rule sees it.
 */
export function isWellFormed(resource: unknown): boolean {
  if (!isPart(resource) || typeof resource.resourceType !== 'string') return false;
  const { component } = resource;
  const measured = [resource, ...(Array.isArray(component) ? component : [])];
  return hasForms(resource) && measured.every((one) => isPart(one) && hasFigure(one)) && isSound(resource, 0);
}

const hasForms = (resource: Part): boolean =>
  Object.entries(resource).every(
    ([name, value]) =>
      (!LISTS.has(name) || Array.isArray(value)) &&
      (!PARTS.has(name) || isPart(value)) &&
      (!TEXTS.has(name) || typeof value === 'string'),
  );

const hasFigure = ({ code, valueQuantity: quantity }: Part): boolean =>
  (code === undefined || isPart(code)) &&
  (quantity === undefined ||
    (isPart(quantity) &&
      ['number', 'undefined'].includes(typeof quantity.value) &&
      ['unit', 'code', 'system', 'comparator'].every((name) =>
        ['string', 'undefined'].includes(typeof quantity[name]),
      )));

/** Every coding is a list of codes in words, nothing is null, and nothing lies deeper than any real resource. */
function isSound(part: Part, depth: number): boolean {
  if (depth > DEEPEST) return false;
  return Object.entries(part).every(([name, value]) => {
    if (name === 'coding' && !(Array.isArray(value) && value.every(isCoding))) return false;
    return [value].flat().every((one) => (isPart(one) ? isSound(one, depth + 1) : one !== null));
  });
}

const isCoding = (coding: unknown): boolean =>
  isPart(coding) &&
  ['system', 'code', 'display'].every((name) => ['string', 'undefined'].includes(typeof coding[name]));
