import { Search } from 'lucide-react';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCard } from '#shared/contract/views.ts';
import { lanes } from '#shared/domain/enums.ts';
import { definitions, type CommandId } from '../commands/definitions.ts';
import { isAvailable, keysOf, runCommand } from '../commands/registry.ts';
import { core } from '../engine/core.ts';
import { en } from '../i18n/en/index.ts';
import { es } from '../i18n/es/index.ts';
import { useSubject } from '../stores/subject.ts';
import { go } from '../stores/router.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/kbd.tsx';
import { SeverityBadge } from '../ui/severity.tsx';
import styles from './dialogs.module.css';

type Group = 'ticket' | 'go' | 'action';
type Entry = { readonly is: 'command'; readonly id: CommandId; readonly group: Group } | { readonly is: 'ticket'; readonly card: BoardCard };

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
const mostShown = 9;
const groups: readonly Group[] = ['ticket', 'go', 'action'];
const headings = { ticket: 'board.palette.thisTicket', go: 'board.palette.goTo', action: 'board.palette.actions', found: 'board.palette.tickets' } as const;
const groupOf = (entry: Entry): keyof typeof headings => (entry.is === 'ticket' ? 'found' : entry.group);
/** Other words for a command, in both languages: who thinks in the other one finds it too. */
const synonymsOf = (id: CommandId): string => [es, en].map((words) => plain((words.commands.synonyms as Partial<Record<CommandId, string>>)[id] ?? '')).join(' ');

/** Tickets whose number or title begins a word like this, from every lane. */
const findTickets = async (text: string): Promise<readonly BoardCard[]> => {
  const pages = await Promise.all(lanes.map((lane) => core.call('board.page', { lane, offset: 0, limit: 5, filter: { text } })));
  return pages.flatMap((page) => page.cards).slice(0, 6);
};

/** What was found, and for which text: the answer to a letter comes after the next one was typed. */
interface Found {
  readonly text: string;
  readonly cards: readonly BoardCard[];
}
const nothingFound: Found = { text: '', cards: [] };

/** Until the answer is there, only those of the one before that fit what is typed now: Enter must never open what fitted its first letter. */
const fitting = ({ text, cards }: Found, wanted: string): readonly BoardCard[] => {
  if (text === wanted) return cards;
  return wanted === '' ? [] : cards.filter(({ code, title }) => wanted.split(/\s+/u).every((word) => plain(`${code} ${title}`).includes(word)));
};

const RowContent = ({ entry }: { readonly entry: Entry }) => {
  const { t } = useTranslation();
  if (entry.is === 'ticket') {
    return (
      <>
        <SeverityBadge lane={entry.card.lane} />
        <span className={styles['paletteCode']}>{entry.card.code}</span>
        <span className={styles['paletteText']}>{entry.card.title}</span>
        <span className={styles['paletteCode']}>{entry.card.client.name}</span>
      </>
    );
  }
  const keys = keysOf(entry.id);
  return (
    <>
      <span className={styles['paletteText']}>{t(`commands.${entry.id}`)}</span>
      {keys === undefined ? null : <Keys keys={keys} />}
    </>
  );
};

/** Ctrl K: commands, places and tickets in one list. */
export const Palette = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [found, setFound] = useState(nothingFound);
  const [chosen, setChosen] = useState(0);
  const subject = useSubject((state) => state.subject);
  const input = useRef<HTMLInputElement>(null);
  const wanted = plain(text.replace(/^>/u, '').trim());
  useEffect(() => {
    let live = true;
    if (wanted === '' || text.startsWith('>')) setFound(nothingFound);
    else findTickets(wanted).then((cards) => live && setFound({ text: wanted, cards }), () => live && setFound(nothingFound));
    return () => {
      live = false;
    };
  }, [wanted, text]);
  const commands = groups.flatMap((group) =>
    definitions
      .filter((one) => one.group === group && isAvailable(one.id) && `${plain(t(`commands.${one.id}`))} ${synonymsOf(one.id)}`.includes(wanted))
      .map(({ id }): Entry => ({ is: 'command', id, group })),
  );
  const entries: readonly Entry[] = [...fitting(found, wanted).map((card): Entry => ({ is: 'ticket', card })), ...(text.startsWith('#') ? [] : commands)];
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
    <Dialog title={t('board.palette.label')} onClose={onClose} width={640} bare className={styles['palette'] ?? ''} initialFocus={input} testId="palette">
      <div className={styles['paletteHead']}>
        <Search size={16} aria-hidden="true" />
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
        {subject === null ? null : <span className={styles['paletteCode']}>{t('board.palette.inTicket', { code: subject.code })}</span>}
        <Keys keys="Escape" />
      </div>
      <ul id="palette-list" role="listbox" aria-label={t('board.palette.label')} className={styles['paletteList']}>
        {entries.slice(start, start + mostShown).map((entry, index, shown) => (
          <Fragment key={entry.is === 'ticket' ? entry.card.id : entry.id}>
            {index === 0 || groupOf(shown[index - 1] ?? entry) !== groupOf(entry) ? (
              <li role="presentation" className={styles['paletteHeading']}>
                {t(headings[groupOf(entry)])}
              </li>
            ) : null}
            <li
              id={`palette-${start + index}`}
              role="option"
              aria-selected={start + index === at}
              className={styles['paletteRow']}
              onPointerMove={() => setChosen(start + index)}
              onPointerUp={() => run(entry)}
            >
              <RowContent entry={entry} />
            </li>
          </Fragment>
        ))}
      </ul>
      {entries.length === 0 ? <p className={styles['paletteEmpty']}>{t('board.palette.empty', { text })} {t('board.palette.emptyHint')}</p> : null}
      <footer className={styles['paletteFoot']}>
        <span><Keys keys="Enter" /> {t('board.palette.run')}</span>
        <span><Keys keys=">" /> {t('board.palette.commandsOnly')}</span>
        <span><Keys keys="#" /> {t('board.palette.byNumber')}</span>
        <span className={styles['space']} />
        <span>{t('board.palette.count', { shown: Math.min(mostShown, entries.length), total: entries.length })}</span>
      </footer>
    </Dialog>
  );
};
