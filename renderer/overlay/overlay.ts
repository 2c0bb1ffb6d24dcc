import type { OverlayBridge, OverlayOpening } from '#shared/contract/overlay.ts';
import { actionOf } from './keys.ts';
import { magnifierIn } from './magnifier.ts';
import { handles, holds, moved, pulled, spanned, type Box, type Handle, type Point } from './selection.ts';
import { words } from './words.ts';

declare global {
  interface Window {
    readonly carrilOverlay: OverlayBridge;
  }
}

/** Below this many pixels of movement a press is a click, not a selection. */
const leastDrag = 3;

const need = <E extends HTMLElement>(id: string, kind: new () => E): E => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no #${id} in the page`);
  return found;
};

type Grip = { readonly on: 'new'; readonly from: Point } | { readonly on: 'inside'; readonly from: Point; readonly box: Box } | { readonly on: 'handle'; readonly handle: Handle; readonly box: Box };

const fillWords = (opening: OverlayOpening): void => {
  const say = words[opening.locale];
  document.documentElement.lang = opening.locale;
  need('overlay', HTMLElement).setAttribute('aria-label', say.title);
  const pill = need('pill', HTMLParagraphElement);
  pill.textContent = opening.label;
  pill.hidden = opening.label === '';
  const keys = opening.displays > 1 ? [...say.keys, say.nextDisplay] : say.keys;
  const items = keys.map(([key, does]) => {
    const item = document.createElement('li');
    const cap = document.createElement('kbd');
    cap.textContent = key;
    item.append(cap, does);
    return item;
  });
  need('keys', HTMLUListElement).replaceChildren(...items);
};

const start = async (): Promise<void> => {
  const bridge = window.carrilOverlay;
  const opening = await bridge.open();
  const say = words[opening.locale];
  const overlay = need('overlay', HTMLElement);
  const still = need('still', HTMLImageElement);
  const dim = need('dim', HTMLDivElement);
  const frame = need('selection', HTMLDivElement);
  const size = need('size', HTMLOutputElement);
  const said = need('said', HTMLParagraphElement);
  fillWords(opening);
  for (const at of handles) {
    const handle = document.createElement('div');
    handle.className = 'handle';
    handle.dataset['at'] = at;
    frame.append(handle);
  }

  // The still keeps its own size, whatever the window's is: stretched by one pixel it would be blurred.
  still.style.width = `${opening.width * opening.scale}px`;
  still.style.height = `${opening.height * opening.scale}px`;
  still.src = opening.still;
  await still.decode();
  const magnifier = magnifierIn(need('magnifier', HTMLCanvasElement), still, opening);
  let selection: Box | null = opening.selection;
  let grip: Grip | null = null;
  let last: Point = { x: 0, y: 0 };

  const by = opening.scale;
  const pixelAt = (event: MouseEvent): Point => ({ x: event.clientX / by, y: event.clientY / by });

  const draw = (): void => {
    frame.hidden = selection === null;
    size.hidden = selection === null;
    dim.hidden = selection !== null;
    if (selection === null) {
      said.textContent = say.nothing;
      return;
    }
    frame.style.left = `${selection.x * by}px`;
    frame.style.top = `${selection.y * by}px`;
    frame.style.width = `${selection.width * by}px`;
    frame.style.height = `${selection.height * by}px`;
    size.textContent = `${selection.width} × ${selection.height}`;
    said.textContent = `${say.select}: ${selection.width} × ${selection.height}`;
    const above = selection.y * by - size.offsetHeight - 16;
    size.style.left = `${Math.min(selection.x * by, window.innerWidth - size.offsetWidth - 8)}px`;
    size.style.top = `${above >= 8 ? above : selection.y * by + 16}px`;
  };

  const select = (box: Box | null): void => {
    if (box !== null && selection === null) bridge.tell({ is: 'selecting' });
    selection = box;
    draw();
  };

  const gripAt = (event: PointerEvent): Grip => {
    const from = pixelAt(event);
    const at = event.target instanceof HTMLElement ? event.target.dataset['at'] : undefined;
    const handle = handles.find((name) => name === at);
    if (selection !== null && handle !== undefined) return { on: 'handle', handle, box: selection };
    if (selection !== null && holds(selection, from)) return { on: 'inside', from, box: selection };
    return { on: 'new', from };
  };

  const drag = (held: Grip, to: Point): void => {
    if (held.on === 'handle') select(pulled(held.box, held.handle, to, opening));
    else if (held.on === 'inside') select(moved(held.box, { x: to.x - held.from.x, y: to.y - held.from.y }, opening));
    else if (Math.abs(to.x - held.from.x) >= leastDrag || Math.abs(to.y - held.from.y) >= leastDrag) select(spanned(held.from, to, opening));
  };

  overlay.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    overlay.setPointerCapture(event.pointerId);
    grip = gripAt(event);
  });
  // While Space is down, what is being drawn is carried along instead.
  let carried: Point | null = null;
  const carry = (held: Grip, to: Point): Grip => {
    if (selection === null || carried === null) return held;
    const before = selection;
    const next = moved(before, { x: to.x - carried.x, y: to.y - carried.y }, opening);
    const shift = { x: next.x - before.x, y: next.y - before.y };
    carried = { x: carried.x + shift.x, y: carried.y + shift.y };
    select(next);
    if (held.on === 'handle') return { ...held, box: { ...held.box, x: held.box.x + shift.x, y: held.box.y + shift.y } };
    return { ...held, from: { x: held.from.x + shift.x, y: held.from.y + shift.y } };
  };
  overlay.addEventListener('pointermove', (event) => {
    const to = pixelAt(event);
    if (grip !== null && carried !== null) grip = carry(grip, to);
    else if (grip !== null) drag(grip, to);
    last = to;
    magnifier.show(to, { x: event.clientX, y: event.clientY });
  });
  overlay.addEventListener('pointerup', () => {
    grip = null;
    carried = null;
  });
  overlay.addEventListener('pointercancel', () => {
    grip = null;
  });
  overlay.addEventListener('pointerleave', magnifier.hide);
  overlay.addEventListener('dblclick', (event) => {
    if (selection !== null && holds(selection, pixelAt(event))) bridge.tell({ is: 'accept', rect: selection });
  });
  overlay.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    bridge.tell({ is: 'cancel' });
  });
  window.addEventListener('resize', draw);
  window.addEventListener('keyup', (event) => {
    if (event.key === ' ') carried = null;
  });
  window.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === ' ') {
      event.preventDefault();
      if (grip !== null && !event.repeat) carried = last;
      return;
    }
    const action = actionOf(event, selection, opening);
    if (action === null) return;
    event.preventDefault();
    if (action.is === 'select') {
      magnifier.hide();
      select(action.box);
    } else if (action.is === 'accept' || action.is === 'copy') {
      bridge.tell({ is: action.is, rect: action.box });
    } else {
      bridge.tell({ is: action.is });
    }
  });
  bridge.onClear(() => select(null));

  draw();
  overlay.focus();
  bridge.tell({ is: 'drawn' });
};

void start();
