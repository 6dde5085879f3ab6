/**
 * Formatting commands of FT (HL7 v2.5.1 ch. 2.7.6), without their dot and escape characters: line breaks and skipped
 * lines and spaces are kept, indents, filling and centring say nothing of the content. `room` is how many characters
 * they may make. Undefined for what is no such command.
 */
export function layoutOf(command: string, room: number): string | undefined {
  if (command.length > 8) return undefined;
  const [, name, number] = /^([a-z]{2})\s*([+-]?\d{0,3})$/i.exec(command) ?? [];
  const count = Math.max(1, Math.min(Number(number || 1), room));
  switch (name?.toLowerCase()) {
    case 'br':
    case 'ce':
      return '\n';
    case 'sp':
      return '\n'.repeat(count);
    case 'sk':
      return ' '.repeat(count);
    case 'in':
    case 'ti':
    case 'fi':
    case 'nf':
      return '';
    default:
      return undefined;
  }
}
