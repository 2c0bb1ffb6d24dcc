/** What a person calls a ticket: its number, or the provisional code while the endpoint has not given one. */
export const codeOf = (ticket: { readonly number: number | null; readonly provisional_code: string }): string =>
  ticket.number === null ? ticket.provisional_code : `#${ticket.number}`;
