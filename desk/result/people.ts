/** A person as the page names him: by name, else by what the region knows of him. */
export const nameOf = ({ name, id }: { readonly name?: string | undefined; readonly id: string }): string => name ?? id;
