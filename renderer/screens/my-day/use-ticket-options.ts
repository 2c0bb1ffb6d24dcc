import { useEffect, useState } from 'react';
import type { Lane } from '#shared/domain/enums.ts';
import { core } from '../../engine/core.ts';
import { showError } from '../../stores/toasts.ts';
import type { ComboChoice, ComboOption } from '../../ui/combobox.tsx';

const laneOrder: readonly Lane[] = ['S1', 'S2', 'S3', 'S4', 'untriaged'];
const PER_LANE = 20;
const PAUSE_MS = 120;

export const ticketName = (ticket: { readonly code: string; readonly title: string }): string => `${ticket.code} ${ticket.title}`;

const isCode = (text: string): boolean => /^(#?\d+|P-\w+)$/iu.test(text.trim());

/**
 * Who types a number and confirms before the list is there means that ticket. Answers with the ticket of a written code,
 * null where there is none, and the choice as it is where no code was written.
 */
export const resolveChoice = async (choice: ComboChoice | null): Promise<ComboChoice | null> => {
  if (choice?.is !== 'new' || !isCode(choice.name)) return choice;
  const code = choice.name.trim().replace(/^(?=\d)/u, '#').toUpperCase();
  const pages = await Promise.all(laneOrder.map((lane) => core.call('board.page', { lane, offset: 0, limit: PER_LANE, filter: { text: code } })));
  const card = pages.flatMap((page) => page.cards).find((one) => one.code.toUpperCase() === code);
  return card === undefined ? null : { is: 'known', id: card.id, name: ticketName(card) };
};

/** Open tickets that match what is typed, a few of each lane, the most severe first. `text` may be an option's whole name. */
export const useTicketOptions = (text: string): readonly ComboOption[] => {
  const [options, setOptions] = useState<readonly ComboOption[]>([]);
  const wanted = text.trim().replace(/^(#\d+|P-\w+) .*$/u, '$1').slice(0, 200);
  useEffect(() => {
    let live = true;
    const timer = setTimeout(() => {
      const filter = wanted === '' ? {} : { text: wanted };
      Promise.all(laneOrder.map((lane) => core.call('board.page', { lane: lane, offset: 0, limit: PER_LANE, filter })))
        .then((pages) => live && setOptions(pages.flatMap((page) => page.cards.map((card) => ({ id: card.id, name: ticketName(card) })))))
        .catch(showError);
    }, PAUSE_MS);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [wanted]);
  return options;
};
