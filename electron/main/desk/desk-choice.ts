export interface DeskChoice {
  /** Null: the first-run screen. */
  readonly kind: 'demo' | 'team' | null;
  /** The port on which the demo's endpoint was last: its desk knows it by that address. */
  readonly demoPort: number | null;
}

export const noChoice: DeskChoice = { kind: null, demoPort: null };

/** Reads `desk.json`; what is missing or damaged counts as no choice. */
export const parseDeskChoice = (text: string): DeskChoice => {
  let found: { readonly kind?: unknown; readonly demoPort?: unknown };
  try {
    const parsed: unknown = JSON.parse(text);
    found = typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return noChoice;
  }
  const port = found.demoPort;
  return {
    kind: found.kind === 'demo' || found.kind === 'team' ? found.kind : null,
    demoPort: typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536 ? port : null,
  };
};
