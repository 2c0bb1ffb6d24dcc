import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '#shared/contract/import.ts';
import { severities, type Severity } from '#shared/domain/enums.ts';
import { count as grouped, dayTime } from '../../i18n/format.ts';
import { classes } from '../../ui/classes.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import table from '../../ui/table.module.css';
import styles from './preview.module.css';

type Sample = ImportPreview['sample'][number];

const columnIds = ['key', 'severity', 'title', 'client', 'state', 'receivedAt', 'events'] as const;
const features = tableFeatures({});
const helper = createColumnHelper<typeof features, Sample>();
const columns = helper.columns(columnIds.map((id) => helper.display({ id })));

const isSeverity = (value: string | null): value is Severity => (severities as readonly (string | null)[]).includes(value);

interface SampleTableProps {
  readonly sample: ImportPreview['sample'];
  readonly label: string;
  readonly stateWord: (state: string) => string;
}

/** The first tickets as they would stand on the board. */
export const SampleTable = ({ sample, label, stateWord }: SampleTableProps) => {
  const { t } = useTranslation();
  const data = useMemo(() => [...sample], [sample]);
  const rows = useTable({ features, columns, data, getRowId: (row: Sample) => `${row.client} ${row.key}` });
  const cellOf = (column: string, row: Sample): ReactNode => {
    switch (column) {
      case 'key':
        return row.key;
      case 'severity':
        return <SeverityBadge lane={isSeverity(row.severity) ? row.severity : 'untriaged'} />;
      case 'title':
        return row.title;
      case 'client':
        return row.client;
      case 'state':
        return stateWord(row.state);
      case 'receivedAt':
        return dayTime(row.receivedAt);
      default:
        return grouped(row.events);
    }
  };
  const titleOf = (column: string, row: Sample): string | undefined => (column === 'title' || column === 'client' || column === 'key' ? row[column] : undefined);
  return (
    <table className={classes(table['table'], styles['sample'])} aria-label={label}>
      <thead>
        {rows.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col" data-column={header.column.id}>
                {t(`importing.sampleColumns.${header.column.id as (typeof columnIds)[number]}`)}
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {rows.getRowModel().rows.map((row) => (
          <tr key={row.id}>
            {row.getAllCells().map((cell) => (
              <td key={cell.id} data-column={cell.column.id} title={titleOf(cell.column.id, row.original)}>
                {cellOf(cell.column.id, row.original)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
