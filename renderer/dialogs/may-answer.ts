/** Whether a contact may speak for his client on the day of `at`, an ISO instant: the same days that the judge looks at. */
export const mayAnswer = (contact: { readonly authorised_from: string | null; readonly authorised_to: string | null }, at: string): boolean => {
  const day = at.slice(0, 10);
  return contact.authorised_from !== null && contact.authorised_from <= day && (contact.authorised_to === null || contact.authorised_to >= day);
};
