import { stringify } from 'yaml';
import type { EdgeSettingsInput } from '../../schemas/edge.ts';
import { type Shape, settingsShape } from './shape.ts';

export type Language = 'en' | 'ru';

const WIDTH = 110;
type Value = unknown;

const HEAD: Readonly<Record<Language, string>> = {
  en: `# Settings of one clinic's edge. oka edge check --config edge.yaml tests them.
# A part whose block is commented out is off. A key that is commented out has the value shown.`,
  ru: `# Настройки шлюза одной клиники. Проверка: oka edge check --config edge.yaml
# Закомментированный блок — часть выключена. Закомментированный ключ имеет указанное значение.`,
};

/**
 * An `edge.yaml` with these values and, for every key there is, a sentence above it. What is not set is written as a
 * comment with its default, so that a later version may have a better one.
 */
export function explainSettings(values: EdgeSettingsInput, language: Language = 'en'): string {
  return `${HEAD[language]}\n${block(settingsShape(), values as Record<string, Value>, '', language).join('\n')}\n`;
}

/** The lines of one block, its keys in the order of the schema; blank lines between parts at the top. */
function block(shape: Shape, values: Readonly<Record<string, Value>>, indent: string, language: Language): string[] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, one]) => {
    const isOff = values[name] === undefined && !shape.required?.includes(name);
    const lines = entry(name, one, values[name], indent, language);
    return [
      ...(indent === '' ? [''] : []),
      ...comment(sentence(one, language), indent),
      ...itemKeys(one, indent, language),
      ...(isOff ? lines.map((line) => `${indent}# ${line.slice(indent.length)}`) : lines),
    ];
  });
}

/** A key with its value; what has none yet gets its default or an example. Who takes away one `#` of each line has it on. */
function entry(name: string, shape: Shape, value: Value, indent: string, language: Language): string[] {
  const form = formOf(shape, value);
  if (form.properties && (value === undefined || isRecord(value))) {
    return [`${indent}${name}:`, ...block(form, value ?? {}, `${indent}  `, language)];
  }
  if (value === undefined) return [`${indent}${name}: ${sample(form, shape.default)}`];
  const yaml = stringify({ [name]: value }, { lineWidth: 0 })
    .trimEnd()
    .split('\n');
  return yaml.map((line) => indent + line);
}

/** The keys of the items of a list are explained once, above it. */
function itemKeys(shape: Shape, indent: string, language: Language): string[] {
  const items = formsOf(shape).flatMap(({ items }) => (items ? formsOf(items) : []));
  const keys = items.flatMap((one) => Object.entries(one.properties ?? {}));
  return keys.flatMap(([name, one]) => comment(`- ${name}: ${sentence(one, language)}`, indent));
}

function sample(shape: Shape, fallback: Value): string {
  const value = shape.default ?? fallback ?? shape.examples?.[0] ?? shape.const ?? shape.enum?.[0];
  if (value !== undefined) return stringify(value, { lineWidth: 0, collectionStyle: 'flow' }).trim();
  if (shape.type === 'number' || shape.type === 'integer') return '0';
  if (shape.type === 'array') return '[]';
  return shape.type === 'boolean' ? 'false' : '""';
}

const sentence = ({ description = '', ru, enum: list }: Shape, language: Language): string =>
  `${language === 'ru' && ru !== undefined ? ru : description}${list ? ` (${list.join(' | ')})` : ''}`;

const formsOf = (shape: Shape): readonly Shape[] => shape.anyOf?.flatMap(formsOf) ?? [shape];

/** Of several forms the one that the value has, else the first. */
function formOf(shape: Shape, value: Value): Shape {
  const forms = formsOf(shape);
  const fits = ({ properties }: Shape): boolean =>
    isRecord(value) ? Object.keys(value).every((key) => properties && Object.hasOwn(properties, key)) : !properties;
  return (value === undefined ? undefined : forms.find(fits)) ?? forms[0] ?? shape;
}

const isRecord = (value: Value): value is Record<string, Value> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function comment(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}# ${word}`);
  }
  return lines;
}
