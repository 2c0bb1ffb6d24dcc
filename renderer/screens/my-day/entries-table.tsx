import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { CircleDollarSign, Lock, Pencil, Trash2, TriangleAlert } from 'lucide-react';
import { Fragment, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../commands/registry.ts';
import { hoursMinutes, time } from '../../i18n/format.ts';
import { go } from '../../stores/router.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import type { DayItem } from './day-plan.ts';
import styles from './entries-table.module.css';

const features = tableFeatures({});
const helper = createColumnHelper<typeof features, DayItem>();
type EntryItem = Extract<DayItem, { is: 'entry' }>;
const columnIds = ['span', 'what', 'actions', 'time'] as const;
const columns = helper.columns(columnIds.map((id) => helper.display({ id })));

interface RowActionsProps {
  readonly item: EntryItem;
  readonly onOpen: (item: DayItem) => void;
  readonly onDelete: (item: EntryItem) => void;
  readonly onBillable: (item: EntryItem) => void;
}

const RowActions = ({ item, onOpen, onDelete, onBillable }: RowActionsProps) => {
  const { t } = useTranslation();
  if (!item.entry.editable) {
    return (
      <span className={styles['lock']} title={t('myDay.locked')}>
        <Lock size={14} aria-hidden="true" />
        <span className={styles['hidden']}>{t('myDay.locked')}</span>
      </span>
    );
  }
  return (
    <span className={styles['actions']}>
      <IconButton size="small" tabIndex={-1} label={t(item.entry.billable ? 'myDay.billableYes' : 'myDay.billableNo')} keys={keysOf('myday.billable')} aria-pressed={item.entry.billable} onClick={() => onBillable(item)}>
        <CircleDollarSign size={14} aria-hidden="true" />
      </IconButton>
      <IconButton size="small" tabIndex={-1} label={t('myDay.edit')} keys={keysOf('myday.edit')} onClick={() => onOpen(item)}>
        <Pencil size={14} aria-hidden="true" />
      </IconButton>
      <IconButton size="small" tabIndex={-1} label={t('myDay.remove')} keys={keysOf('myday.delete')} onClick={() => onDelete(item)}>
        <Trash2 size={14} aria-hidden="true" />
      </IconButton>
    </span>
  );
};

const What = ({ item }: { readonly item: EntryItem }) => {
  const { t } = useTranslation();
  const { entry } = item;
  const { ticket } = entry;
  return (
    <div className={styles['what']}>
      <span className={styles['line']}>
        {ticket === null ? (
          <>
            <span className={styles['code']}>{t('myDay.internal')}</span>
            <b>{entry.task}</b>
          </>
        ) : (
          <>
            <SeverityBadge lane={ticket.lane} />
            <button type="button" className={styles['code']} tabIndex={-1} onClick={() => go({ name: 'ticket', id: ticket.id })}>
              {ticket.code}
            </button>
            <b title={ticket.title}>{ticket.title}</b>
          </>
        )}
      </span>
      <span className={styles['sub']}>
        {entry.overlaps ? (
          <span className={styles['overlap']}>
            <TriangleAlert size={12} aria-hidden="true" /> {t('myDay.overlapShort')}
          </span>
        ) : null}
        <span className={styles['note']}>{[ticket?.client, entry.note === '' ? t('myDay.noNote') : entry.note, ...(entry.billable ? [] : [t('myDay.notBillable')])].filter((text) => text !== undefined).join(' · ')}</span>
      </span>
    </div>
  );
};

export interface EntriesTableProps {
  readonly items: readonly DayItem[];
  readonly label: string;
  readonly focused: string | null;
  /** The row under which the form stands. */
  readonly openKey: string | null;
  readonly form: ReactNode;
  readonly onFocus: (key: string) => void;
  readonly onOpen: (item: DayItem) => void;
  readonly onDelete: (item: EntryItem) => void;
  readonly onBillable: (item: EntryItem) => void;
}

/** The day in words: entries and holes in order. One tab stop; `j` and `k` move it. */
export const EntriesTable = ({ items, label, focused, openKey, form, onFocus, onOpen, onDelete, onBillable }: EntriesTableProps) => {
  const { t } = useTranslation();
  const data = useMemo(() => [...items], [items]);
  const table = useTable({ features, columns, data, getRowId: (item: DayItem) => item.key });
  const cellOf = (column: string, item: DayItem): ReactNode => {
    switch (column) {
      case 'span':
        return `${time(new Date(item.start).toISOString())}–${item.is === 'entry' && item.entry.end === null ? t('myDay.now') : time(new Date(item.end).toISOString())}`;
      case 'what':
        return item.is === 'gap' ? t('myDay.gapRow') : <What item={item} />;
      case 'time':
        return hoursMinutes((item.end - item.start) / 1000);
      default:
        return item.is === 'gap' ? null : <RowActions item={item} onOpen={onOpen} onDelete={onDelete} onBillable={onBillable} />;
    }
  };
  return (
    <table className={styles['table']} aria-label={label} data-testid="entries">
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col" data-column={header.column.id}>
                <span className={header.column.id === 'actions' ? styles['hidden'] : undefined}>{t(`myDay.columns.${header.column.id as (typeof columnIds)[number]}`)}</span>
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => {
          const item = row.original;
          const at = focused ?? items[0]?.key;
          return (
            <Fragment key={row.id}>
              <tr
                tabIndex={item.key === at ? 0 : -1}
                data-row={item.key}
                data-is={item.is}
                data-running={(item.is === 'entry' && item.entry.end === null) || undefined}
                data-overlaps={(item.is === 'entry' && item.entry.overlaps) || undefined}
                onFocus={() => onFocus(item.key)}
                onClick={(event) => event.currentTarget.focus()}
                onDoubleClick={() => onOpen(item)}
              >
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} data-column={cell.column.id}>
                    {cellOf(cell.column.id, item)}
                  </td>
                ))}
              </tr>
              {openKey === item.key ? (
                <tr data-form="">
                  <td colSpan={4}>{form}</td>
                </tr>
              ) : null}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
};
