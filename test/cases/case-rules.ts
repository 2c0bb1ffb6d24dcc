/** Our answer to a case's input, under the name that the case gives the rule. */
export type CaseRules = Readonly<Record<string, (input: never) => object>>;
