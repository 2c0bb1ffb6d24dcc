import { ChevronDown, FilterX, Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boardSlaFilters } from '#shared/contract/views.ts';
import { CommandIcon } from '../../commands/command-button.tsx';
import { keysOf, useCommands } from '../../commands/registry.ts';
import { useQuery } from '../../engine/use-query.ts';
import { isFiltering, useBoard } from '../../stores/board.ts';
import { Chip } from '../../ui/chip.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { clearFilter, setFilter } from './board-loader.ts';
import styles from './filters.module.css';

const TYPING_MS = 120;

const TextFilter = () => {
  const { t } = useTranslation();
  const text = useBoard((state) => state.filter.text ?? '');
  const [typed, setTyped] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return undefined;
    const timer = setTimeout(() => setFilter({ text: typed }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, text]);
  useCommands({ 'board.filter': () => input.current?.focus() });
  return (
    <div className={styles['text']}>
      <Search size={12} aria-hidden="true" />
      <input
        ref={input}
        value={typed}
        aria-label={t('board.filterLabel')}
        placeholder={t('board.filter')}
        data-testid="board-filter"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          setFilter({ text: typed });
          event.currentTarget.blur();
        }}
      />
      {typed === '' ? (
        <Keys keys={keysOf('board.filter') ?? ''} />
      ) : (
        <button type="button" aria-label={t('common.clear')} className={styles['clear']} onClick={() => setFilter({ text: '' })}>
          <X size={12} aria-hidden="true" />
        </button>
      )}
    </div>
  );
};

const ConsultantFilter = () => {
  const { t } = useTranslation();
  const { data: people = [] } = useQuery('user.list', {}, ['session', 'people', 'board']);
  const chosen = useBoard((state) => state.filter.consultant);
  const name = chosen === undefined ? t('board.anyConsultant') : chosen === 'none' ? t('board.noConsultant') : (people.find((person) => person.id === chosen)?.name ?? '');
  const choose = (consultant: string | undefined) => (): void => setFilter({ consultant });
  return (
    <Menu
      trigger={
        <Chip>
          {t('board.consultant')} <b className={styles['chosen']}>{name}</b>
          <ChevronDown size={12} aria-hidden="true" />
        </Chip>
      }
    >
      <MenuItem onSelect={choose(undefined)} checked={chosen === undefined}>
        {t('common.all')}
      </MenuItem>
      <MenuItem onSelect={choose('none')} checked={chosen === 'none'}>
        {t('board.noConsultant')}
      </MenuItem>
      <MenuSeparator />
      {people.map((person) => (
        <MenuItem key={person.id} onSelect={choose(person.id)} checked={chosen === person.id} note={person.closed ? t('board.accountClosed') : undefined}>
          {person.name}
        </MenuItem>
      ))}
    </Menu>
  );
};

const ClientFilter = () => {
  const { t } = useTranslation();
  const { data: clients = [] } = useQuery('client.list', {}, ['clients', 'board']);
  const chosen = useBoard((state) => state.filter.client);
  const choose = (client: string | undefined) => (): void => setFilter({ client });
  return (
    <Menu
      trigger={
        <Chip>
          {t('board.client')} <b className={styles['chosen']}>{chosen === undefined ? t('board.anyClient') : (clients.find((client) => client.id === chosen)?.name ?? '')}</b>
          <ChevronDown size={12} aria-hidden="true" />
        </Chip>
      }
    >
      <MenuItem onSelect={choose(undefined)} checked={chosen === undefined}>
        {t('common.all')}
      </MenuItem>
      <MenuSeparator />
      {clients.map((client) => (
        <MenuItem key={client.id} onSelect={choose(client.id)} checked={chosen === client.id}>
          {client.name}
        </MenuItem>
      ))}
    </Menu>
  );
};

const SlaFilter = () => {
  const { t } = useTranslation();
  const chosen = useBoard((state) => state.filter.sla);
  return (
    <Menu
      trigger={
        <Chip data-testid="sla-filter">
          {t('board.sla')} <b className={styles['chosen']}>{chosen === undefined ? t('board.anySla') : t(`labels.slaShort.${chosen}`)}</b>
          <ChevronDown size={12} aria-hidden="true" />
        </Chip>
      }
    >
      <MenuItem onSelect={() => setFilter({ sla: undefined })} checked={chosen === undefined}>
        {t('common.all')}
      </MenuItem>
      <MenuSeparator />
      {boardSlaFilters.map((sla) => (
        <MenuItem key={sla} onSelect={() => setFilter({ sla })} checked={chosen === sla}>
          {t(`labels.slaShort.${sla}`)}
        </MenuItem>
      ))}
    </Menu>
  );
};

export const Filters = () => {
  const filtering = useBoard((state) => isFiltering(state.filter));
  useCommands({ 'board.clearFilter': { run: clearFilter, when: () => isFiltering(useBoard.getState().filter) } });
  return (
    <div className={styles['filters']}>
      <ConsultantFilter />
      <ClientFilter />
      <SlaFilter />
      <TextFilter />
      {filtering ? (
        <CommandIcon command="board.clearFilter" size="small">
          <FilterX size={14} aria-hidden="true" />
        </CommandIcon>
      ) : null}
    </div>
  );
};
