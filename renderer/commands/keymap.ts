import type { CommandId, Definition, Scope } from './definitions.ts';

/** What of a keyboard event the keymap looks at; a plain object in tests. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly altGraph: boolean;
  readonly isComposing: boolean;
  readonly repeat: boolean;
}

/** Where the key was pressed. */
export interface Place {
  /** The screen's scopes, the nearest first; `global` last. */
  readonly scopes: readonly Scope[];
  /** A text field has the focus. */
  readonly inText: boolean;
  /** A button, link or the like has the focus: Enter and Space are its own. */
  readonly onControl: boolean;
  /** The focus is in something that moves by arrows (tabs, a choice, a slider). */
  readonly arrowsTaken: boolean;
  /** A dialog, menu or list is open and owns the keyboard. */
  readonly inLayer: boolean;
  /** The person wants single keys (off-switch in *Ajustes*). */
  readonly singleKeys: boolean;
  /** Milliseconds since the window got the focus. */
  readonly sinceFocusMs: number;
  readonly mac: boolean;
}

export type KeyOutcome =
  | { readonly is: 'command'; readonly id: CommandId }
  /** The first half of a sequence: wait for the second. */
  | { readonly is: 'waiting' }
  /** Taken, and nothing to do: the second half of a sequence that there is not. */
  | { readonly is: 'swallowed' }
  | { readonly is: 'ignored' };

export const SEQUENCE_MS = 1200;
export const SETTLE_MS = 300;

interface Step {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly key: string;
}

/** `mod+shift+s` → its parts. A lone `+` is the key itself. */
export const parseStep = (text: string): Step => {
  const parts = text === '+' ? ['+'] : text.split(/\+(?!$)/u);
  const key = parts[parts.length - 1] ?? '';
  return { mod: parts.includes('mod'), shift: parts.includes('shift'), alt: parts.includes('alt'), key };
};

export const parseKeys = (keys: string): readonly Step[] => keys.split(' ').map(parseStep);

const isLetter = (key: string): boolean => /^\p{L}$/u.test(key);
const isDigit = (key: string): boolean => /^[0-9]$/u.test(key);
const isSymbol = (key: string): boolean => key.length === 1 && !isLetter(key) && !isDigit(key) && key !== ' ';

/** Does the press mean the step? Letters by what they write, digits also by where they are, symbols whatever Shift does. */
export const matchesStep = (step: Step, press: KeyPress, mac: boolean): boolean => {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  if (other || mod !== step.mod || press.altKey !== step.alt) return false;
  if (isDigit(step.key)) {
    // On French and Czech keyboards the digits need Shift, or the key writes something else.
    if (press.key === step.key) return true;
    return !press.shiftKey && (press.code === `Digit${step.key}` || press.code === `Numpad${step.key}`);
  }
  if (isSymbol(step.key)) return press.key === step.key;
  if (press.shiftKey !== step.shift) return false;
  return isLetter(step.key) ? press.key.toLowerCase() === step.key : press.key === step.key;
};

const ARROWS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']);

const allowed = (definition: Definition, step: Step, press: KeyPress, place: Place): boolean => {
  if (press.repeat && definition.repeats !== true) return false;
  if (place.inText) {
    if (step.key === 'Escape') return true;
    return step.mod && definition.inText !== false;
  }
  if (step.mod || step.key === 'Escape') return true;
  if (place.onControl && (step.key === 'Enter' || step.key === ' ')) return false;
  if (place.arrowsTaken && ARROWS.has(step.key) && !step.alt) return false;
  if (place.sinceFocusMs < SETTLE_MS) return false;
  // The off-switch is about keys that write something; arrows, Enter and F-keys stay.
  return place.singleKeys || step.key.length > 1 || step.alt;
};

interface Binding {
  readonly definition: Definition;
  readonly steps: readonly Step[];
}

/**
 * Reads key presses against a list of commands. `available` says whether a command can run now; one that cannot does
 * not take the key from a wider scope. `press` must be called with a clock that only goes forward.
 */
export const createKeymap = (definitions: readonly Definition[], available: (id: CommandId) => boolean) => {
  const bindings: readonly Binding[] = definitions.flatMap((definition) => definition.keys.map((keys) => ({ definition, steps: parseKeys(keys) })));
  let pending: { readonly first: readonly Binding[]; readonly until: number } | null = null;

  const inScope = (scope: Scope): readonly Binding[] => bindings.filter((binding) => binding.definition.scopes.includes(scope));

  const press = (event: KeyPress, place: Place, nowMs: number): KeyOutcome => {
    // A modifier alone neither ends a sequence nor means anything.
    if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'].includes(event.key)) return { is: 'ignored' };
    if (event.isComposing || event.key === 'Process' || event.key === 'Dead' || event.altGraph || place.inLayer) {
      pending = null;
      return { is: 'ignored' };
    }
    const waiting = pending !== null && nowMs <= pending.until ? pending.first : null;
    pending = null;
    if (waiting !== null && event.key !== 'Escape') {
      const second = waiting.find(({ definition, steps }) => {
        const step = steps[1];
        return step !== undefined && matchesStep(step, event, place.mac) && allowed(definition, step, event, place) && available(definition.id);
      });
      return second === undefined ? { is: 'swallowed' } : { is: 'command', id: second.definition.id };
    }
    const starts: Binding[] = [];
    for (const scope of place.scopes) {
      for (const binding of inScope(scope)) {
        const step = binding.steps[0];
        if (step === undefined || !matchesStep(step, event, place.mac) || !allowed(binding.definition, step, event, place) || !available(binding.definition.id)) continue;
        if (binding.steps.length === 1) return { is: 'command', id: binding.definition.id };
        starts.push(binding);
      }
    }
    if (starts.length === 0) return { is: 'ignored' };
    pending = { first: starts, until: nowMs + SEQUENCE_MS };
    return { is: 'waiting' };
  };
  return { press };
};

/** Bindings that would both answer a press: same keys in one scope, or a single key that is also a sequence's first. */
export const collisions = (definitions: readonly Definition[]): readonly string[] => {
  const found: string[] = [];
  const scopes = new Set(definitions.flatMap((definition) => definition.scopes));
  for (const scope of scopes) {
    const seen = new Map<string, CommandId>();
    const bindings = definitions.filter((definition) => definition.scopes.includes(scope) || definition.scopes.includes('global'));
    const firsts = new Set(bindings.flatMap((definition) => definition.keys.filter((keys) => keys.includes(' ')).map((keys) => keys.split(' ')[0] ?? '')));
    for (const definition of bindings) {
      for (const keys of definition.keys) {
        const other = seen.get(keys);
        if (other !== undefined) found.push(`${scope}: ${keys} is ${other} and ${definition.id}`);
        if (firsts.has(keys)) found.push(`${scope}: ${keys} is ${definition.id} and begins a sequence`);
        seen.set(keys, definition.id);
      }
    }
  }
  return found;
};
