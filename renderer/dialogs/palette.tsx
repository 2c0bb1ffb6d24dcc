import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCard } from '#shared/contract/views.ts';
import { lanes } from '#shared/domain/enums.ts';
import { definitions, type CommandId } from '../commands/definitions.ts';
import { isAvailable, keysOf, runCommand } from '../commands/registry.ts';
import { core } from '../engine/core.ts';
import { go } from '../stores/router.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/kbd.tsx';
import { SeverityBadge } from '../ui/severity.tsx';
import styles from './dialogs.module.css';

type Entry = { readonly is: 'command'; readonly id: CommandId } | { readonly is: 'ticket'; readonly card: BoardCard };

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
const mostShown = 9;

/** Tickets whose number or title begins a word like this, from every lane. */
const findTickets = async (text: string): Promise<readonly BoardCard[]> => {
  const pages = await Promise.all(lanes.map((lane) => core.call('board.page', { lane, offset: 0, limit: 5, filter: { text } })));
  return pages.flatMap((page) => page.cards).slice(0, 6);
};

/** Ctrl K: commands, places and tickets in one list. */
export const Palette = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [tickets, setTickets] = useState<readonly BoardCard[]>([]);
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const wanted = plain(text.replace(/^>/u, '').trim());
  useEffect(() => {
    let live = true;
    if (wanted === '' || text.startsWith('>')) setTickets([]);
    else findTickets(wanted).then((found) => live && setTickets(found), () => live && setTickets([]));
    return () => {
      live = false;
    };
  }, [wanted, text]);
  const commands = definitions.filter((one) => one.group !== null && isAvailable(one.id) && plain(t(`commands.${one.id}`)).includes(wanted));
  const entries: readonly Entry[] = [...tickets.map((card): Entry => ({ is: 'ticket', card })), ...(text.startsWith('#') ? [] : commands.map(({ id }): Entry => ({ is: 'command', id })))];
  const at = Math.min(chosen, Math.max(0, entries.length - 1));
  const start = Math.max(0, Math.min(at - mostShown + 1, entries.length - mostShown));
  const run = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    if (entry.is === 'ticket') go({ name: 'ticket', id: entry.card.id });
    // After the dialog has given the focus back, so that the command finds the board as it was.
    else setTimeout(() => runCommand(entry.id));
  };
  return (
    <Dialog title={t('board.palette.label')} onClose={onClose} width={640} bare initialFocus={input} testId="palette">
      <input
        ref={input}
        className={styles['paletteInput']}
        role="combobox"
        aria-label={t('board.palette.placeholder')}
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={entries.length === 0 ? undefined : `palette-${at}`}
        placeholder={t('board.palette.placeholder')}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step !== 0) {
            event.preventDefault();
            setChosen(Math.max(0, Math.min(entries.length - 1, at + step)));
          } else if (event.key === 'Enter') {
            event.preventDefault();
            run(entries[at]);
          }
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={t('board.palette.label')} className={styles['paletteList']}>
        {entries.slice(start, start + mostShown).map((entry, index) => (
          <li
            key={entry.is === 'ticket' ? entry.card.id : entry.id}
            id={`palette-${start + index}`}
            role="option"
            aria-selected={start + index === at}
            className={styles['paletteRow']}
            onPointerMove={() => setChosen(start + index)}
            onPointerUp={() => run(entry)}
          >
            {entry.is === 'ticket' ? (
              <>
                <SeverityBadge lane={entry.card.lane} />
                <span className={styles['paletteCode']}>{entry.card.code}</span>
                <span className={styles['paletteText']}>{entry.card.title}</span>
                <span className={styles['paletteCode']}>{entry.card.client.name}</span>
              </>
            ) : (
              <>
                <span className={styles['paletteText']}>{t(`commands.${entry.id}`)}</span>
                {keysOf(entry.id) === undefined ? null : <Keys keys={keysOf(entry.id) ?? ''} />}
              </>
            )}
          </li>
        ))}
      </ul>
      {entries.length === 0 ? <p className={styles['paletteEmpty']}>{t('board.palette.empty', { text })} {t('board.palette.emptyHint')}</p> : null}
    </Dialog>
  );
};
