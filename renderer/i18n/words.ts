/** The same keys as the Spanish words, any text: a key that is missing in English does not compile. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
