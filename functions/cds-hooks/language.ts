export { languageOf } from '../../platform/handlers/language.ts';
