import { type ImageIdentity, imageName } from './image-name.ts';

/** Where in the bucket `derived` lies what was made of an image: ids and a digest, no patient data (contract 13). */
export const derivedFolder = (record: string, study: string, image: ImageIdentity): string =>
  `${record}/${study}/${imageName(image)}`;

/** Key of an image's preview, whoever makes it: `receive-image` of what no model reads, else `recognise`. */
export const previewKey = (record: string, study: string, image: ImageIdentity): string =>
  `${derivedFolder(record, study, image)}/preview.jpg`;
