/** ICD-10 codes with the words of the Russian edition, as the hospital's system sends them. */
export const COUGH = ['R05', 'Кашель'] as const;
export const PNEUMONIA = ['J18.9', 'Пневмония неуточнённая'] as const;
