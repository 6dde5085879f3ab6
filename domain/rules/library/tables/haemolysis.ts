import { type Facts, factsOf } from '../../facts.ts';
import type { Measured } from '../../measured.ts';

const HAEMOLYSIS = /ha?emoly|гемолиз/i;
const DENIED =
  /(\b(no|not|non|without|negative for)\b[\s-]*(\w+\s+){0,3}ha?emoly|ha?emoly\w*\s*[:=–-]?\s*(no\b|none|absent|negative|not )|(^|[^а-яё])(нет|без|не|отсутств\S*)\s+(\S+\s+){0,3}\S*гемолиз|гемолиз\S*\s*[:=–-]?\s*(нет|не |отсутств|отриц|исключ))/i;
/** "Haemolysis index 4", "гемолиз: 0", "гемолиз (-)": a figure or a minus, of which only the laboratory knows the limit. */
const FIGURE =
  /(индекс\S*|index( of)?)\s+(ha?emoly|гемолиз)|ha?emoly\w*\s+index|(ha?emoly\w*|гемолиз\S*)\s*[:=]?\s*(\d+(?![\d\s]*\+)|\(\s*[-–−]\s*\)|[-–−]\s*$)/i;

/** The laboratory says that the sample was haemolysed; "no haemolysis" and "гемолиза нет" do not say it. */
export const isHaemolysed = (comments: readonly string[]): boolean =>
  comments
    .flatMap((comment) => comment.split(/[\n;]|\.\s/))
    .some((line) => HAEMOLYSIS.test(line) && !DENIED.test(line) && !FIGURE.test(line));

/** What the laboratory wrote at the value, and at the sample as a whole (the conclusion of the report it stands in). */
export const commentsOn = ({ comments, cited }: Measured, facts: Facts): string[] => [
  ...comments,
  ...factsOf(facts, 'DiagnosticReport')
    .filter(({ resource }) => resource.result?.some(({ reference }) => reference === cited.reference))
    .flatMap(({ resource }) => resource.conclusion ?? []),
];
