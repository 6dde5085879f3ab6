/** Text as it stands in XML and XHTML, in content and in attributes between double quotes (XML 1.0 §2.4). */
export const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
