import { timeIn } from './time.ts';

/** Text of a field with the HL7 v2 delimiters escaped (v2.5.1 ch. 2.7). */
export const text = (value: string): string =>
  value.replace(
    /[\\|^&~]/g,
    (sign) => ({ '\\': '\\E\\', '|': '\\F\\', '^': '\\S\\', '&': '\\T\\', '~': '\\R\\' })[sign] as string,
  );

/** One segment from its fields by number: `segment('PV1', { 1: '1', 2: 'I' })`. */
export function segment(name: string, fields: Readonly<Record<number, string>>): string {
  const last = Math.max(0, ...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_, index) => fields[index + 1] ?? '')].join('|');
}

export type Header = {
  readonly application: string;
  readonly facility: string;
  readonly type: string;
  readonly control: string;
  readonly sentAt: Date;
  readonly zone: string;
  /** MSH-18; absent where the sender declares nothing. */
  readonly charset?: string;
};

/** A whole message with CR line ends, as MLLP carries it. */
export function message(header: Header, segments: readonly string[]): string {
  const { application, facility, type, control, sentAt, zone, charset } = header;
  // MSH-1 is the separator itself, so MSH-n stands in place n - 1 of the split line.
  const msh = [
    'MSH',
    '^~\\&',
    application,
    facility,
    'OKA',
    'REGION',
    timeIn(zone, sentAt),
    '',
    type,
    control,
    'P',
    '2.5.1',
  ];
  if (charset) msh.push('', '', '', '', '', charset);
  return `${[msh.join('|'), ...segments].join('\r')}\r`;
}

const WINDOWS_1251 = new Map(
  Array.from(
    { length: 256 },
    (_, byte) => [new TextDecoder('windows-1251').decode(Uint8Array.of(byte)), byte] as const,
  ),
);

/** Encodes text as windows-1251, which Node can only decode; a sign outside it is a mistake of the sample. */
export function encodeWindows1251(value: string): Uint8Array {
  return Uint8Array.from(value, (sign) => {
    const byte = WINDOWS_1251.get(sign);
    if (byte === undefined) throw new Error(`“${sign}” is not in windows-1251`);
    return byte;
  });
}
