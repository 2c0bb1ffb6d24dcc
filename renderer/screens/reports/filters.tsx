import { CalendarDays, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../engine/use-query.ts';
import { localDay } from '../../i18n/format.ts';
import { chooseReport, useReports } from '../../stores/reports.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { TextField } from '../../ui/field.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Popover } from '../../ui/popover.tsx';
import { presets, type DateRange } from './range.ts';
import styles from './reports.module.css';

const OwnRange = ({ range, onDone }: { readonly range: DateRange; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const [from, setFrom] = useState(range.from);
  const [to, setTo] = useState(range.to);
  const wrong = from === '' || to === '' || to < from;
  return (
    <form
      className={styles['own']}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong) return;
        chooseReport({ range: { from, to } });
        onDone();
      }}
    >
      <TextField label={t('reports.from')} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
      <TextField label={t('reports.to')} type="date" value={to} error={wrong ? t('reports.rangeWrong') : null} onChange={(event) => setTo(event.target.value)} />
      <Button kind="primary" type="submit" disabled={wrong}>
        {t('reports.apply')}
      </Button>
    </form>
  );
};

const RangeFilter = ({ range }: { readonly range: DateRange }) => {
  const { t } = useTranslation();
  const chosen = useReports((state) => state.range);
  return (
    <Popover
      title={t('reports.range')}
      width={280}
      trigger={
        <Chip data-testid="report-range">
          <CalendarDays size={14} aria-hidden="true" />
          <b className={styles['chosen']}>{typeof chosen === 'string' ? t(`reports.presets.${chosen}`) : `${localDay(range.from)} – ${localDay(range.to)}`}</b>
          <ChevronDown size={12} aria-hidden="true" />
        </Chip>
      }
    >
      {(close) => (
        <>
          <ul className={styles['presets']}>
            {presets.map((preset) => (
              <li key={preset}>
                <Button
                  kind="ghost"
                  aria-pressed={chosen === preset}
                  onClick={() => {
                    chooseReport({ range: preset });
                    close();
                  }}
                >
                  {t(`reports.presets.${preset}`)}
                </Button>
              </li>
            ))}
          </ul>
          <OwnRange range={range} onDone={close} />
        </>
      )}
    </Popover>
  );
};

const ClientFilter = () => {
  const { t } = useTranslation();
  const { data: clients = [] } = useQuery('client.list', {}, ['clients', 'board']);
  const chosen = useReports((state) => state.client);
  return (
    <Menu
      trigger={
        <Chip data-testid="report-client">
          {t('board.client')} <b className={styles['chosen']}>{clients.find((client) => client.id === chosen)?.name ?? t('board.anyClient')}</b>
          <ChevronDown size={12} aria-hidden="true" />
        </Chip>
      }
    >
      <MenuItem onSelect={() => chooseReport({ client: null })} checked={chosen === null}>
        {t('common.all')}
      </MenuItem>
      <MenuSeparator />
      {clients.map((client) => (
        <MenuItem key={client.id} onSelect={() => chooseReport({ client: client.id })} checked={chosen === client.id}>
          {client.name}
        </MenuItem>
      ))}
    </Menu>
  );
};

export const ReportFilters = ({ range }: { readonly range: DateRange }) => (
  <div className={styles['filters']}>
    <RangeFilter range={range} />
    <ClientFilter />
  </div>
);
